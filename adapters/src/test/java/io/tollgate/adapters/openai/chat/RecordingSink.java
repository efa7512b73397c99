package io.tollgate.adapters.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.policies.money.Picodollars;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down what a stream hands on, as a client without wish for usage and one with would see.
 */
final class RecordingSink implements ChatStream.Sink {

  static final Picodollars COST = Picodollars.ofDollars("0.00175");

  final List<String> kinds = new ArrayList<>();
  final List<String> lines = new ArrayList<>();
  final List<UsageEvent> usages = new ArrayList<>();
  final StringBuilder forwarded = new StringBuilder();

  @Override
  public void event(ChatStream.Kind kind, byte[] array, int offset, int length) {
    String text = new String(array, offset, length, UTF_8);
    kinds.add(kind.name());
    lines.add(kind + " " + text);
    forwarded.append(text);
  }

  @Override
  public void usage(UsageEvent event) {
    String text = new String(event.withCost(COST).toByteArray(), UTF_8);
    kinds.add("USAGE");
    lines.add("USAGE " + event.isUsageOnly() + " " + text);
    usages.add(event);
    forwarded.append(new String(event.withCost(null).toByteArray(), UTF_8));
  }
}
