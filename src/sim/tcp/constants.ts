/** Linux's constants as in force where the reference was measured (6.18, HZ 250, shared/calibration/kernel-sysctl.txt). */

/** Payload octets of a full segment: 1500 of IP, less 20 IP, 20 TCP, 12 timestamps (RFC 7323 appendix A). */
export const MSS = 1448;
/** Octets of IPv4 and TCP header with timestamps. */
export const HEADER_BYTES = 52;
/** Octets of IPv4 and TCP header without any option: a RST for a connection that does not exist. */
export const BARE_HEADER_BYTES = 40;
/** Octets of SYN and SYN-ACK, which carry timestamps, MSS, SACK-permitted and window scale. */
export const SYN_BYTES = 60;
/** The largest IP packet. */
export const MTU = 1500;
/** SACK blocks that fit beside timestamps (RFC 2018 section 3). */
export const MAX_SACK_BLOCKS = 3;

/**
 * Octets a receiver would let the sender have in flight: 64240 at the window scale of 7. Linux grows its window from
 * 64240 as the data comes (tcp_rcv_space_adjust) and reads are immediate here, so it does not limit.
 */
export const RECEIVE_WINDOW = 64240 * 128;

/** Segments (RFC 6928). */
export const INITIAL_WINDOW = 10;
/** Duplicate acknowledgements that prove a loss without reordering (RFC 5681 section 3.2; tcp_reordering). */
export const REORDERING = 3;

/** TCP_TIMEOUT_INIT (RFC 6298 section 2.1), in jiffies. */
export const INITIAL_RTO = 250;
/** TCP_RTO_MIN in microseconds; RFC 6298 section 2.4 says 1 s. */
export const RTO_MIN_US = 200_000;
/** tcp_rto_max_ms, in jiffies. */
export const RTO_MAX = 30_000;
/** TCP_TIMEOUT_MIN in microseconds: two jiffies at HZ 1000. */
export const TIMEOUT_MIN_US = 2000;

/** tcp_retries2. */
export const RETRIES = 15;
/** tcp_syn_retries: retries of SYN with the time-out doubling, after `SYN_LINEAR_TIMEOUTS` without. */
export const SYN_RETRIES = 6;
export const SYN_LINEAR_TIMEOUTS = 4;
/** tcp_synack_retries. */
export const SYN_ACK_RETRIES = 5;

/** TCP_ATO_MIN and TCP_DELACK_MIN: 40 ms in jiffies. */
export const DELAYED_ACK_MIN = 10;
/** TCP_DELACK_MAX: 200 ms in jiffies. */
export const DELAYED_ACK_MAX = 50;
/** TCP_MAX_QUICKACKS. */
export const MAX_QUICK_ACKS = 16;
/** TCP_MSS_DEFAULT: what a receiver takes the peer's segments for before it has seen one. */
export const MSS_DEFAULT = 536;
/** tcp_comp_sack_delay_ns, in microseconds. */
export const COMPRESSED_ACK_US = 1000;
/** tcp_invalid_ratelimit, in microseconds: an answer to a repeated SYN at most so often. */
export const ANSWER_EVERY_US = 500_000;
