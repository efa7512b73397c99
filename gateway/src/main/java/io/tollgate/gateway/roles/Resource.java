package io.tollgate.gateway.roles;

/** What the admin API shows or changes. */
public enum Resource {
  /** Deployments, accounts, quality budgets and the latest requests. */
  STATE,
  /** What the ledger says was spent. */
  SPEND,
  /** Organisations, teams, projects and users. */
  UNITS,
  /** Virtual keys. */
  KEYS,
  /** Spend budgets. */
  BUDGETS,
  /** Rate limits. */
  LIMITS,
  /** The books: which months are closed. */
  BOOKS,
  /** The audit log. */
  AUDIT
}
