package io.tollgate.gateway.store;

import java.sql.SQLException;

/** Another process has started with this node's identity. */
final class Superseded extends SQLException {
  private static final long serialVersionUID = 1;

  Superseded(NodeIdentity node) {
    super(
        "another gateway has started with the identity of "
            + node.name()
            + " ("
            + node.id()
            + "): if its data_dir is a copy, delete node-id there and restart both");
  }
}
