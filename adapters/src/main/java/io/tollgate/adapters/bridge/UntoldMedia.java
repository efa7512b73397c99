package io.tollgate.adapters.bridge;

import io.tollgate.adapters.conversation.AnswerEvent;
import io.tollgate.adapters.conversation.AnswerEvent.BlockKind;
import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.dialect.ClientCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says in words what an answer holds that its client's dialect has no place for: a picture, a
 * sound, a film or a file. It is a text of its own, in the place of what is left out.
 */
final class UntoldMedia {

  private static final String APART = "\n\n";

  private final ClientCall call;

  /** Choices that have said something, and those whose last words are a note. */
  private final Set<Integer> spoken = new HashSet<>();

  private final Set<Integer> noted = new HashSet<>();

  /** Choices whose sound, which comes in pieces, is noted. */
  private final Set<Integer> sounds = new HashSet<>();

  UntoldMedia(ClientCall call) {
    this.call = call;
  }

  /** A whole answer with a note for each thing that is left out. */
  Completion in(Completion completion) {
    List<Completion.Choice> choices = completion.choices().stream().map(this::in).toList();
    return choices.equals(completion.choices()) ? completion : completion.withChoices(choices);
  }

  private Completion.Choice in(Completion.Choice choice) {
    List<Part> parts = new ArrayList<>(choice.parts().size());
    for (Part part : choice.parts()) {
      String note = note(part);
      if (note != null) {
        parts.add(Part.Text.of(apart(choice.index()) + note));
        noted.add(choice.index());
        spoken.add(choice.index());
      } else {
        if (part instanceof Part.Text text && !text.text().isEmpty()) {
          if (noted.remove(choice.index())) {
            parts.add(Part.Text.of(APART));
          }
          spoken.add(choice.index());
        }
        parts.add(part);
      }
    }
    return choice.withParts(parts);
  }

  /** Hands on an event of a stream, or a note in its place. */
  void in(AnswerEvent event, Consumer<AnswerEvent> sink) {
    if (event instanceof AnswerEvent.BlockOpened opened
        && opened.kind() instanceof BlockKind.Opaque opaque) {
      String note = isMoreSound(opened.choice(), opaque.part()) ? null : note(opaque.part());
      if (note != null) {
        sink.accept(
            new AnswerEvent.BlockOpened(opened.choice(), opened.block(), new BlockKind.Text()));
        sink.accept(
            new AnswerEvent.TextDelta(
                opened.choice(), opened.block(), apart(opened.choice()) + note));
        noted.add(opened.choice());
        spoken.add(opened.choice());
        return;
      }
    } else if (event instanceof AnswerEvent.TextDelta delta && !delta.text().isEmpty()) {
      if (noted.remove(delta.choice())) {
        sink.accept(new AnswerEvent.TextDelta(delta.choice(), delta.block(), APART));
      }
      spoken.add(delta.choice());
    }
    sink.accept(event);
  }

  private String apart(int choice) {
    return spoken.contains(choice) ? APART : "";
  }

  private boolean isMoreSound(int choice, Part.Opaque part) {
    return part.type().equals(MediaNote.SOUND) && !sounds.add(choice);
  }

  private @Nullable String note(Part part) {
    return switch (part) {
      case Part.Image image -> call.shows(part) ? null : MediaNote.of("image", image.source());
      case Part.Audio audio -> call.shows(part) ? null : MediaNote.of("audio", audio.source());
      case Part.Video video -> call.shows(part) ? null : MediaNote.of("video", video.source());
      case Part.Document file -> call.shows(part) ? null : MediaNote.of("file", file.source());
      case Part.Opaque opaque ->
          opaque.dialect().equals(call.dialect()) ? null : MediaNote.of(opaque);
      case Part.Text _, Part.Reasoning _, Part.ToolCall _, Part.ToolResult _, Part.Refusal _ ->
          null;
    };
  }
}
