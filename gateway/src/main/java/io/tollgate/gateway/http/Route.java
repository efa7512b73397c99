package io.tollgate.gateway.http;

import io.tollgate.adapters.dialect.ClientDialect;
import org.jspecify.annotations.Nullable;

/** What a request asks for, by its method and path. */
sealed interface Route {

  /** How its client speaks, and is to be answered. */
  ClientDialect dialect();

  /**
   * A request to a model.
   *
   * @param pathModel the model in the path, {@code null} where the body names it
   * @param pathStreams whether the path asks for a stream
   */
  record Talk(ClientDialect dialect, @Nullable String pathModel, boolean pathStreams)
      implements Route {}

  /** What a request would come to in tokens. */
  record CountTokens(ClientDialect dialect, @Nullable String pathModel) implements Route {}

  /** What a caller says of an answer. */
  record Feedback(ClientDialect dialect) implements Route {}

  /** What a caller says became of an answer. */
  record Outcome(ClientDialect dialect) implements Route {}

  /**
   * What may be asked for.
   *
   * @param name the one that is asked about, or {@code null} for all
   */
  record Models(ClientDialect dialect, @Nullable String name) implements Route {}

  /**
   * An answer of the Responses API that was kept.
   *
   * @param forget whether it is to be forgotten, or else given again
   */
  record Stored(ClientDialect dialect, String id, boolean forget) implements Route {}

  /** The root, by which clients find out whether somebody is there. */
  record Root(ClientDialect dialect) implements Route {}

  /** The path is served, the method is not. */
  record NotAllowed(ClientDialect dialect, String allowed) implements Route {}

  /**
   * Nothing is served there.
   *
   * @param advice what to do instead
   */
  record Nothing(ClientDialect dialect, String advice) implements Route {}
}
