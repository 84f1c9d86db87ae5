/** What connection commands may ask: the clients of all threads. */
export interface ClientsPort {
  /** Non-zero while commands are paused. HOT. */
  pauseBits(): number;
}
