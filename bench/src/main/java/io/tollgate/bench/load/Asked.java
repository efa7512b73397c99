package io.tollgate.bench.load;

/** What kind of answer a request asks for; of our own provider each is a model of its own. */
enum Asked {
  /** One in one piece. */
  PLAIN,
  /** One in many events. */
  STREAMED,
  /** A stream that begins and then says nothing. */
  STALLED
}
