package io.tollgate.adapters.json;

import tools.jackson.core.TokenStreamLocation;

/** An object of a document has two members with one name. */
public final class DuplicateName extends MalformedJson {

  private static final long serialVersionUID = 1L;

  DuplicateName(TokenStreamLocation location) {
    super("an object has two members with one name", location);
  }
}
