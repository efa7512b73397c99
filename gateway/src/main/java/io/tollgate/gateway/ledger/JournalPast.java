package io.tollgate.gateway.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * What a journal says up to a place: the detail behind the sums of a store.
 *
 * @param files of the journal
 * @param end the place that a store has come to; what is behind it is not looked at
 */
record JournalPast(JournalFiles files, Position end) {

  private static final int CHUNK_BYTES = 1 << 20;

  /**
   * Tells of all entries and their numbers, in order, and holds them against their hashes.
   *
   * @throws LedgerException when the journal is damaged
   */
  void each(ObjLongConsumer<Entry> consumer) {
    try (JournalReader reader = new JournalReader(files, Position.START)) {
      while (reader.position().seq() < end.seq()) {
        JournalRecord record = reader.next();
        if (record == null) {
          throw LedgerException.unusable(
              "The journal ends with record "
                  + reader.position().seq()
                  + "; the store has "
                  + end.seq()
                  + ". Run `tollgate ledger verify` for the whole picture.");
        }
        if (record instanceof JournalRecord.Posted posted) {
          consumer.accept(posted.entry(), posted.seq());
        }
      }
    } catch (JournalDamage e) {
      throw LedgerException.unusable(
          "The journal is damaged: "
              + e.getMessage()
              + ". Run `tollgate ledger verify` for the whole picture.",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("The journal cannot be read: " + e, e);
    }
  }

  /**
   * The entries about the money of one request, in order; none where it is not known. The newest
   * segments are looked through first, and none before the one in which the request begins.
   */
  List<Entry.Monetary> about(String request) {
    LineBuffer name = new LineBuffer();
    name.raw("\"request\":");
    name.string(request);
    byte[] pattern = Arrays.copyOf(name.array(), name.length());
    List<Entry.Monetary> found = new ArrayList<>();
    try {
      for (int segment = end.segment(); segment >= 1 && !beginsIn(found); segment--) {
        List<Entry.Monetary> earlier = new ArrayList<>();
        search(segment, pattern, earlier);
        found.addAll(0, earlier);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The journal cannot be read: " + e, e);
    }
    found.removeIf(entry -> !entry.request().equals(request));
    return found;
  }

  private static boolean beginsIn(List<Entry.Monetary> entries) {
    return entries.stream().anyMatch(Entry.Reserve.class::isInstance);
  }

  private void search(int segment, byte[] pattern, List<Entry.Monetary> found) throws IOException {
    if (!files.exists(segment)) {
      return;
    }
    byte[] buffer = new byte[CHUNK_BYTES];
    int length = 0;
    try (FileChannel channel = FileChannel.open(files.path(segment), StandardOpenOption.READ)) {
      long left = segment == end.segment() ? end.offset() : channel.size();
      while (left > 0) {
        if (length == buffer.length) {
          buffer = Arrays.copyOf(buffer, 2 * length);
        }
        int room = (int) Math.min(buffer.length - length, left);
        int count = channel.read(ByteBuffer.wrap(buffer, length, room));
        if (count < 0) {
          break;
        }
        left -= count;
        length += count;
        int lineStart = 0;
        for (int i = length - count; i < length; i++) {
          if (buffer[i] == '\n') {
            line(buffer, lineStart, i, pattern, found);
            lineStart = i + 1;
          }
        }
        System.arraycopy(buffer, lineStart, buffer, 0, length - lineStart);
        length -= lineStart;
      }
    }
  }

  private static void line(
      byte[] buffer, int from, int to, byte[] pattern, List<Entry.Monetary> found) {
    if (contains(buffer, from, to, pattern)
        && RecordDecoder.decode(buffer, from + HashChain.HEX_CHARS + 1, to)
            instanceof JournalRecord.Posted posted
        && posted.entry() instanceof Entry.Monetary monetary) {
      found.add(monetary);
    }
  }

  private static boolean contains(byte[] buffer, int from, int to, byte[] pattern) {
    // The name is at the beginning of the record: what comes before it has no 'r' after a quote.
    for (int i = from; i <= to - pattern.length; i++) {
      if (buffer[i + 1] == 'r'
          && Arrays.mismatch(buffer, i, i + pattern.length, pattern, 0, pattern.length) < 0) {
        return true;
      }
    }
    return false;
  }
}
