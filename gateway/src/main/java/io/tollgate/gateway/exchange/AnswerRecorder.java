package io.tollgate.gateway.exchange;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** Is told what a client is answered with status 200, as it is handed over. */
public interface AnswerRecorder {

  /** Records nothing. */
  AnswerRecorder NONE =
      new AnswerRecorder() {
        @Override
        public void head(MultiMap headers) {}

        @Override
        public void bytes(Buffer data) {}

        @Override
        public void complete() {}
      };

  /** The answer begins; its headers are complete, but for those that frame it. */
  void head(MultiMap headers);

  /** A part of its body, not changed afterwards. */
  void bytes(Buffer data);

  /** That was all of it. An answer of which this is not said is none. */
  void complete();
}
