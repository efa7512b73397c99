package io.tollgate.adapters.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of members, and a few texts, that most documents have, so that none of them is made
 * anew for each. A word that is missing here costs a string and nothing else.
 */
final class KnownWords {

  private static final String WORDS =
      """
      __type accepted_prediction_tokens AUDIO Message annotations anthropic_version arguments assistant audio audio_tokens auto
      background blockReason cache_control cache_creation cache_creation_input_tokens cache_n
      cache_read_input_tokens cache_write_tokens cached_tokens caller call_id candidateCount
      candidate_count candidates candidatesTokenCount chat.completion chat_template_kwargs choices
      citation_tokens citations code completed completion_tokens completion_tokens_details content
      contents conversation cost created created_at data default delta description details detail developer
      disable_parallel_tool_use document effort embedding encoding_format encrypted_content
      encrypted_index end_turn error error_code file fileData file_data file_id file_url
      finish_reason finishReason format frequency_penalty function functionCall functionDeclarations
      functionResponse function_call function_declarations function_response functions
      generateContentRequest generationConfig generation_config id image image_tokens image_url
      include includeThoughts include_thoughts include_usage incomplete incomplete_details index
      inference_geo inlineData inline_data input input_audio input_file input_image input_schema
      input_tokens input_tokens_details instructions item_reference iterations json_object
      json_schema labels length list logit_bias logprobs maxOutputTokens max_completion_tokens
      max_output_tokens max_tokens max_tool_calls message messages metadata mimeType mime_type min_p
      modalities model modelVersion n name none null num_cached_tokens num_search_queries object
      output output_config output_format output_text output_tokens output_tokens_details
      parallel_tool_calls param parameters parts predicted_ms predicted_n prediction
      presence_penalty previous_response_id prompt promptFeedback promptTokenCount
      prompt_cache_hit_tokens prompt_cache_key prompt_cache_miss_tokens prompt_ms prompt_n
      prompt_tokens prompt_tokens_details provider reason reasoning reasoning_content
      reasoning_effort reasoning_tokens refusal rejected_prediction_tokens repetition_penalty
      response responseId responseLogprobs responseMimeType responseModalities responseSchema
      response_format response_logprobs response_modalities retryDelay role safetySettings
      safety_identifier schema seed server_tool_use service_tier signature source status stop
      stop_reason stop_sequence stop_sequences store stream stream_options strict summary system
      systemInstruction system_fingerprint system_instruction task temperature text thinking
      thinkingConfig thinking_config thinking_tokens thoughtSignature thought_signature
      thoughtsTokenCount thread timings tool toolConfig tool_call_id tool_calls tool_choice tool_use
      tool_use_id tools topK topP top_k top_logprobs top_p totalTokenCount total_tokens truncation
      type url usage usageMetadata user user_id verbosity web_search_requests
      """;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Two to the power of this are slots with room, so that the words of one are few. */
  private static final int SLOT_BITS = 10;

  private static final int SLOTS = 1 << SLOT_BITS;
  private static final int SLOT_SHIFT = Long.SIZE - SLOT_BITS;

  /** Odd, and two to the 64th by the golden ratio: what is alike comes far apart. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private static final @Nullable Word[] TABLE = table();

  /** One word and its bytes; of these the first eight and the last, or all where they are fewer. */
  private static final class Word {

    final String text;
    final byte[] bytes;
    final long head;
    final long tail;

    Word(String word) {
      // The same object as the literal that a reader compares it with.
      this.text = word.intern();
      this.bytes = word.getBytes(StandardCharsets.US_ASCII);
      byte[] padded = Arrays.copyOf(bytes, Math.max(bytes.length, Long.BYTES));
      this.head = head(padded, 0, bytes.length);
      this.tail = tail(padded, bytes.length, bytes.length, head);
    }

    /** Whether it is the text of these bytes, whose first and last are known. */
    boolean is(byte[] array, int from, int length, long first, long last) {
      if (head != first || tail != last || bytes.length != length) {
        return false;
      }
      for (int i = Long.BYTES; i < length - Long.BYTES; i += Long.BYTES) {
        if (eight(array, from + i) != eight(bytes, i)) {
          return false;
        }
      }
      return true;
    }
  }

  private KnownWords() {}

  /** The text of ASCII that stands for itself. */
  static String text(byte[] array, int from, int to) {
    // Nothing this short is at the very end of a document.
    if (from < to && from + Long.BYTES <= array.length) {
      long head = head(array, from, to - from);
      long tail = tail(array, to, to - from, head);
      int slot = slot(head, tail);
      for (Word word = TABLE[slot]; word != null; word = TABLE[slot]) {
        if (word.is(array, from, to - from, head, tail)) {
          return word.text;
        }
        slot = (slot + 1) & (SLOTS - 1);
      }
    }
    return JsonStrings.plainText(array, from, to);
  }

  private static long eight(byte[] array, int at) {
    return (long) EIGHT_BYTES.get(array, at);
  }

  private static long head(byte[] array, int from, int length) {
    long bytes = eight(array, from);
    return length < Long.BYTES ? bytes << ((Long.BYTES - length) * Byte.SIZE) : bytes;
  }

  private static long tail(byte[] array, int to, int length, long head) {
    return length < Long.BYTES ? head : eight(array, to - Long.BYTES);
  }

  /** The slot where a word would be. */
  private static int slot(long head, long tail) {
    return (int) (((31 * head + tail) * SPREAD) >>> SLOT_SHIFT);
  }

  private static @Nullable Word[] table() {
    @Nullable Word[] table = new @Nullable Word[SLOTS];
    for (String text : Pattern.compile("\\s+").split(WORDS.strip(), 0)) {
      Word word = new Word(text);
      int slot = slot(word.head, word.tail);
      while (table[slot] != null) {
        slot = (slot + 1) & (SLOTS - 1);
      }
      table[slot] = word;
    }
    return table;
  }
}
