package io.tollgate.gateway.budget;

/** All that is charged to one scope, summed for each window that has a budget. */
final class Account {

  static final WindowSum[] NONE = {};

  private final Scope scope;

  /** Replaced as a whole, under the lock of the book; read without it. */
  private volatile WindowSum[] sums = NONE;

  Account(Scope scope) {
    this.scope = scope;
  }

  Scope scope() {
    return scope;
  }

  WindowSum[] sums() {
    return sums;
  }

  void sums(WindowSum[] next) {
    sums = next;
  }
}
