package io.tollgate.bench.provider;

import java.time.Duration;

/**
 * A way to break, chosen by {@code [[fault:KIND=ARGUMENT]]} in a prompt.
 *
 * <p>The kinds are named at the records and constants below. Where a fault speaks of events of a
 * stream, an answer in one piece breaks in the middle of its body.
 */
public sealed interface Fault {

  /**
   * {@code status=NNN}: an error in OpenAI's shape in place of an answer. {@code status=429} or
   * {@code status=429-rate} is a rate limit, {@code status=429-quota} a spent quota, {@code
   * status=503;retry-after=7} sends that header.
   *
   * @param status 400 to 599
   * @param quota whether it is the account that is spent, not the rate
   * @param retryAfterSeconds the header {@code retry-after}; 0 sends none
   */
  record Status(int status, boolean quota, int retryAfterSeconds) implements Fault {}

  /** No answer at all. */
  enum NoAnswer implements Fault {
    /** {@code reset-before-headers}: reset the connection once the request has been read. */
    RESET_BEFORE_HEADERS,
    /** {@code reset-after-headers}: reset it once the headers are out. */
    RESET_AFTER_HEADERS,
    /** {@code stall-before-headers}: send nothing until the client leaves. */
    STALL_BEFORE_HEADERS,
    /** {@code html-200}: a page with status 200. */
    HTML_200,
    /** {@code empty-200}: status 200 and an empty body. */
    EMPTY_200,
    /** {@code redirect}: 302 to an address inside the network. */
    REDIRECT
  }

  /**
   * An answer that stops after some content events.
   *
   * @param how what happens then
   * @param events content events that are still sent, at least 0
   */
  record BreakAfter(Break how, int events) implements Fault {}

  /** How an answer stops early. */
  enum Break {
    /** {@code cut-after=N}: the connection is reset. */
    RESET,
    /** {@code close-after=N}: the connection is closed without ending the HTTP body. */
    CLOSE,
    /** {@code eof-after=N}: the body ends cleanly, without a finish reason or {@code [DONE]}. */
    END,
    /** {@code stall-after=N}: nothing more is sent until the client leaves. */
    STALL
  }

  /** {@code slow=MS}: that long between two content events. */
  record Slow(Duration perEvent) implements Fault {}

  /** {@code malformed-event=N}: the content event of that number, from 1, is broken JSON. */
  record Malformed(int event) implements Fault {}

  /** {@code bad-utf8}: the first content event holds bytes that are not UTF-8. */
  record BadUtf8() implements Fault {}

  /** {@code huge-event=BYTES}: one content event with a text of that many bytes. */
  record HugeEvent(long bytes) implements Fault {}

  /** A false or missing usage, in an answer that is otherwise whole. */
  enum UsageLie implements Fault {
    /** {@code no-usage}: none at all. */
    MISSING,
    /** {@code usage=negative}: counts below zero. */
    NEGATIVE,
    /** {@code usage=huge}: counts of 10^18. */
    HUGE,
    /** {@code usage=string}: counts as strings. */
    STRING,
    /** {@code usage=float}: counts with a fraction. */
    FLOAT,
    /** {@code usage=null}: the usage is {@code null}. */
    NULL
  }
}
