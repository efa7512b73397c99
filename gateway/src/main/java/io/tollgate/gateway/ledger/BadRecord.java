package io.tollgate.gateway.ledger;

/**
 * A record that is not as it was written, and what is wrong with it.
 *
 * @param segment the segment's file name
 * @param line the line in it, from 1
 * @param seq the sequence number the record has or should have
 * @param problem what is wrong, as the end of a sentence
 */
public record BadRecord(String segment, long line, long seq, String problem) {

  /** The record and its problem in one sentence. */
  public String sentence() {
    return segment + ", line " + line + ", record " + seq + ": " + problem;
  }
}
