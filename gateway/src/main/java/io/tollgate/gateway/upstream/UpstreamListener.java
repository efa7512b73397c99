package io.tollgate.gateway.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * What one call to a provider reports: a head, then chunks, then exactly one of {@link #ended} and
 * {@link #failed}; or {@link #failed} alone. Always on the event loop of the caller, and never
 * anything after the call was cancelled.
 */
public interface UpstreamListener {

  /** The status line and headers have arrived. */
  void head(int status, MultiMap headers);

  /** A part of the body has arrived. */
  void chunk(Buffer data);

  /** Nothing more of the body has arrived for now: what the chunks since the last time brought. */
  default void chunksRead() {}

  /** The body is complete as HTTP frames it. */
  void ended();

  /** The call is over without a complete answer. */
  void failed(UpstreamFailure failure);
}
