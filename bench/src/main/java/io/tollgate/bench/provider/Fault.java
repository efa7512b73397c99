package io.tollgate.bench.provider;

import java.time.Duration;
import java.util.List;

/**
 * A way to break, chosen by {@code [[fault:KIND=ARGUMENT]]} in a prompt, or for all requests by
 * {@link SimulatedProvider#breakAll}.
 *
 * <p>The kinds are named at the records and constants below. Where a fault speaks of events of a
 * stream, an answer in one piece breaks in the middle of its body, or has no such fault. Faults
 * below HTTP are in {@link FaultyAddresses}.
 */
public sealed interface Fault {

  /**
   * The fault that a directive names, e.g. {@code cut-after=3}.
   *
   * @throws IllegalArgumentException if there is no such fault or its argument is wrong
   */
  static Fault parse(String directive) {
    return FaultParser.parse(directive);
  }

  /**
   * {@code status=NNN} or {@code status=NNN-REASON}: an error in place of an answer, e.g. {@code
   * status=503;retry-after=7}. {@code status=429} is a rate limit and asks to wait for a second.
   *
   * @param status 400 to 599
   * @param reason what the body gives as its reason
   * @param waits headers that say how long to wait, none or several
   */
  record Status(int status, Reason reason, List<Wait> waits) implements Fault {
    public Status {
      waits = List.copyOf(waits);
    }
  }

  /** Why an error status is sent; {@code status=429-credit_balance_exhausted} names one. */
  enum Reason {
    /** What a status usually means. */
    USUAL,
    /** Too many requests. */
    RATE,
    /** OpenAI: too steep an increase of requests. */
    SLOW_DOWN,
    /** OpenAI: the account is spent, in older words. */
    QUOTA,
    /** OpenAI: it has no credit left. */
    CREDIT_BALANCE_EXHAUSTED,
    /** OpenAI: the organisation's own limit. */
    ORGANIZATION_SPEND_LIMIT_EXCEEDED,
    /** OpenAI: the project's own limit. */
    PROJECT_SPEND_LIMIT_EXCEEDED,
    /** OpenAI: the limit of its tier. */
    ORGANIZATION_USAGE_LIMIT_EXCEEDED,
    /** Anthropic's shape: a spend limit as a 429 that never says when to come back. */
    ENFORCED_SPEND_LIMIT_REACHED,
    /** Anthropic's shape: a rate limit. */
    RATE_LIMIT_ERROR,
    /** Anthropic's shape: something about payment, with a 402. */
    BILLING_ERROR,
    /** Anthropic's shape: a limit the account has set itself, with a 400. */
    USAGE_LIMITS,
    /** Anthropic's shape: a thread cannot be gone on with, with a 400. */
    THREAD_UNSUPPORTED_REQUEST,
    /** The prompt is longer than the model's window, in the dialect's own words, with a 400. */
    CONTEXT
  }

  /**
   * A header that says how long to wait.
   *
   * @param form which header, and how it says so
   * @param length from now
   */
  record Wait(Form form, Duration length) {

    /** How a wait is written. */
    public enum Form {
      /** {@code ;retry-after=N}: {@code retry-after} in seconds. */
      SECONDS,
      /** {@code ;retry-after-date=N}: {@code retry-after} as the date in N seconds. */
      DATE,
      /** {@code ;retry-after-ms=N}: {@code retry-after-ms}. */
      MILLIS
    }
  }

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
    EMPTY_200
  }

  /**
   * {@code redirect}: 302 to an address inside the network; {@code redirect=307;URL} to another.
   *
   * @param status 300 to 399
   */
  record Redirect(int status, String location) implements Fault {}

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

  /**
   * {@code drip=BYTES_PER_SECOND}: the answer byte by byte, so that an event is never long in
   * coming and never there.
   */
  record Drip(int bytesPerSecond) implements Fault {}

  /** {@code no-content=MS}: nothing but comments for that long, then the answer. */
  record NoContent(Duration lasting) implements Fault {}

  /** {@code comments=N}: that many comments before each event, and one inside. */
  record Comments(int perEvent) implements Fault {}

  /** {@code malformed-event=N}: the content event of that number, from 1, is broken JSON. */
  record Malformed(int event) implements Fault {}

  /**
   * {@code error-event=N} or {@code error-event=N;STATUS}: in its place there is an error, as the
   * dialect words that status, and what a chat completion ends with, {@code [DONE]}.
   */
  record ErrorEvent(int event, int status) implements Fault {}

  /** {@code bad-utf8}: the first content event holds bytes that are not UTF-8. */
  record BadUtf8() implements Fault {}

  /** {@code huge-event=BYTES}: one content event with a text of that many bytes. */
  record HugeEvent(long bytes) implements Fault {}

  /** An answer that is whole, and odd. */
  enum Oddity implements Fault {
    /** {@code line-ends=crlf}: its lines end as those of HTTP do. */
    CRLF,
    /** {@code line-ends=cr}: its lines end in a carriage return alone. */
    CR,
    /** {@code bom}: it begins with a byte order mark. */
    BOM,
    /** {@code split-utf8}: every write ends in the middle of a character. */
    SPLIT_UTF8,
    /** {@code wrong-type}: it says that it is plain text. */
    WRONG_TYPE,
    /** {@code no-finish}: it has no finish reason. */
    NO_FINISH,
    /** {@code done-twice}: {@code [DONE]} twice. */
    DONE_TWICE,
    /** {@code usage=early}: the usage comes before the content. */
    EARLY_USAGE
  }

  /** An answer that is whole, with headers that are not what they should be. */
  enum Headers implements Fault {
    /** {@code headers=set-cookie}: a cookie. */
    SET_COOKIE,
    /** {@code headers=forged}: headers that are the gateway's to set. */
    FORGED,
    /** {@code headers=huge}: one of 1 MiB. */
    HUGE,
    /** {@code headers=length-and-chunks}: two framings that contradict each other. */
    LENGTH_AND_CHUNKS,
    /** {@code headers=two-lengths}: two lengths. */
    TWO_LENGTHS,
    /** {@code headers=bare-cr}: a carriage return in a value, and after it a forged header. */
    BARE_CR,
    /** {@code headers=bare-lf}: the same with a line feed. */
    BARE_LF
  }

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
