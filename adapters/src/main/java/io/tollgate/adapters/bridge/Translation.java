package io.tollgate.adapters.bridge;

import io.tollgate.adapters.conversation.Completion;
import io.tollgate.adapters.conversation.CompletionReading;
import io.tollgate.adapters.conversation.MalformedAnswer;
import io.tollgate.adapters.conversation.Part;
import io.tollgate.adapters.conversation.ProviderError;
import io.tollgate.adapters.dialect.AnswerReading;
import io.tollgate.adapters.dialect.AnswerStream;
import io.tollgate.adapters.dialect.ClientCall;
import io.tollgate.adapters.dialect.Crossing;
import io.tollgate.adapters.dialect.Loss;
import io.tollgate.adapters.dialect.ProviderDialect;
import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.adapters.dialect.ReasoningMemory;
import java.util.ArrayList;
import java.util.List;

/** A request in another dialect than its client's, and its answer in its client's again. */
record Translation(
    ClientCall call,
    ProviderDialect dialect,
    ProviderRequest request,
    List<Loss> losses,
    ToolAliases aliases,
    ReasoningMemory memory)
    implements Crossing {

  @Override
  public Completion restored(Completion completion) {
    return aliases.restore(completion);
  }

  @Override
  public String streamType() {
    return dialect.streamType();
  }

  @Override
  public AnswerStream stream(String answerId, long createdEpochSeconds, int maxEventBytes) {
    return new TranslatedStream(
        dialect.decoder(call.profile().choices(), maxEventBytes),
        call.encoder(answerId, createdEpochSeconds),
        new UntoldMedia(call),
        aliases,
        memory);
  }

  @Override
  public AnswerReading answer(
      String answerId, long createdEpochSeconds, byte[] body, int offset, int length) {
    CompletionReading reading = dialect.read(body, offset, length);
    return switch (reading) {
      case Completion read -> {
        Completion completion = aliases.restore(read);
        completion.choices().forEach(choice -> remember(choice.parts()));
        yield new TranslatedAnswer(
            call,
            new UntoldMedia(call).in(completion.createdBy(createdEpochSeconds)),
            answerId,
            length);
      }
      case ProviderError error -> new AnswerReading.Failed(error);
      case MalformedAnswer malformed -> new AnswerReading.Malformed(malformed.reason());
    };
  }

  private void remember(List<Part> parts) {
    List<Part> thoughts = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.Reasoning reasoning && reasoning.signature() != null) {
        thoughts.add(reasoning);
      } else if (part instanceof Part.ToolCall toolCall) {
        if (toolCall.signature() != null) {
          thoughts.add(toolCall);
        }
        if (!thoughts.isEmpty()) {
          memory.remember(toolCall.id(), thoughts);
          thoughts = new ArrayList<>();
        }
      }
    }
  }

  @Override
  public ProviderError error(int status, byte[] body, int offset, int length) {
    return dialect.error(status, body, offset, length);
  }
}
