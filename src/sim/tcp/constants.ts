/** Linux's constants, as in force in shared/calibration (kernel 6.18, HZ 250), and where they come from. */
import { fromMs, fromS } from '#base/time.ts';

/** 1500 octets of IP, less 20 IP, 20 TCP and 12 for timestamps (RFC 7323 appendix A). */
export const MSS = 1448;
/** IPv4 20, TCP 20, timestamps with padding 12. */
export const HEADER_BYTES = 52;
/** SYN and SYN-ACK carry MSS, SACK-permitted, timestamps and window scale: 40 octets of TCP header. */
export const SYN_BYTES = 60;
/** RFC 6928. */
export const INITIAL_WINDOW = 10;
/** TCP_TIMEOUT_INIT, RFC 6298 section 2.1. */
export const INITIAL_RTO = fromS(1);
/** TCP_RTO_MIN. RFC 6298 says 1 s. */
export const RTO_MIN = fromMs(200);
/** TCP_RTO_MAX. */
export const RTO_MAX = fromS(120);
/** tcp_retries2: after this many time-outs in a row the connection is given up. */
export const MAX_RETRIES = 15;
/** tcp_syn_retries and tcp_synack_retries. */
export const SYN_RETRIES = 6;
export const SYN_ACK_RETRIES = 5;
/** tcp_syn_linear_timeouts: so many SYN retries come a second apart before the time-out doubles. */
export const SYN_LINEAR_TIMEOUTS = 4;
/** SACK blocks that fit beside timestamps (RFC 2018 section 3). */
export const MAX_SACK_BLOCKS = 3;
/** Duplicate acknowledgements that mean a loss (RFC 5681 section 3.2), Linux's `reordering`. */
export const REORDERING = 3;
/** TCP_TIMEOUT_MIN: two jiffies. */
export const TIMEOUT_MIN = fromMs(8);
