package io.tollgate.gateway.ledger;

/** What an acknowledged entry survives. */
public enum Durability {
  /** Written to the kernel: survives a killed process, not a power cut. */
  PROCESS,
  /** Synced to the disk, once per group commit: survives a power cut. */
  DISK
}
