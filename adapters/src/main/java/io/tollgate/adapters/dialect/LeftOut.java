package io.tollgate.adapters.dialect;

import io.tollgate.adapters.conversation.Conversation;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.Sampling;
import io.tollgate.adapters.conversation.ServingHints;
import io.tollgate.adapters.conversation.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What several dialects have no word for, noted in the same words. */
public final class LeftOut {

  /** Members without which an answer is another one. */
  private static final Set<String> MEANT = Set.of("audio", "container", "mcp_servers");

  private LeftOut() {}

  /** Everything a client says of how it wants to be served. */
  public static void serving(ServingHints serving, Losses losses, String reason) {
    if (serving.serviceTier() != null && !serving.serviceTier().equals("auto")) {
      losses.hint("service_tier", reason);
    }
    if (!serving.metadata().isEmpty()) {
      losses.hint("metadata", reason);
    }
    tags(serving, losses, reason);
  }

  /** What a client says of itself and of what is kept. */
  public static void tags(ServingHints serving, Losses losses, String reason) {
    if (serving.user() != null) {
      losses.hint("user", reason);
    }
    caches(serving, losses, reason);
  }

  /** What a provider with {@link Quirk#NO_SERVING_HINTS} does not take. */
  public static void kept(ServingHints serving, Losses losses, String reason) {
    if (!serving.metadata().isEmpty()) {
      losses.hint("metadata", reason);
    }
    caches(serving, losses, reason);
  }

  private static void caches(ServingHints serving, Losses losses, String reason) {
    if (serving.promptCacheKey() != null) {
      losses.hint("prompt_cache_key", reason);
    }
    if (Boolean.TRUE.equals(serving.store())) {
      losses.hint("store", reason);
    }
  }

  /**
   * What the conversation has no word for, once it is written; but for what the writer took over.
   *
   * @param own whether it was written in the client's dialect, with its extras
   */
  public static void unread(Conversation conversation, boolean own, Losses losses) {
    String reason =
        own
            ? "left out where requests are written anew"
            : "only " + conversation.dialect() + " has it";
    if (!own) {
      for (String name : conversation.unread().kept()) {
        if (MEANT.contains(name)) {
          losses.meaning(name, reason);
        } else if (!losses.isTaken(name)) {
          losses.hint(name, reason);
        }
      }
    }
    conversation.unread().lost().forEach(name -> losses.hint(name, reason));
  }

  /** How closely an image is to be looked at. */
  public static void detail(Part.Image image, Losses losses, String reason) {
    if (image.detail() != null && !image.detail().equals("auto")) {
      losses.hint("messages.image.detail", reason);
    }
  }

  /** More than one answer, and a bias by the tokens of another tokeniser. */
  public static void choices(Sampling sampling, Losses losses, String reason) {
    if (sampling.choices() != null && sampling.choices() > 1) {
      losses.meaning("n", reason);
    }
    if (!sampling.logitBias().isEmpty()) {
      losses.meaning("logit_bias", reason);
    }
  }

  /** The functions among the tools; any other tool is left out. */
  public static List<Tool.Function> functions(List<Tool> tools, Losses losses, String reason) {
    List<Tool.Function> functions = new ArrayList<>(tools.size());
    for (Tool tool : tools) {
      switch (tool) {
        case Tool.Function function -> functions.add(function);
        case Tool.Native other -> losses.meaning("tools." + printable(other.type()), reason);
      }
    }
    return functions;
  }

  /** A name from a request as it may stand in a header. */
  public static String printable(String name) {
    StringBuilder clean = new StringBuilder(Math.min(64, name.length()));
    for (int i = 0; i < name.length() && clean.length() < 64; i++) {
      char c = name.charAt(i);
      clean.append(c > 0x20 && c < 0x7F && c != ',' && c != ';' ? c : '?');
    }
    return clean.toString();
  }
}
