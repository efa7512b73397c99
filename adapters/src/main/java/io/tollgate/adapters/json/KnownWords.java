package io.tollgate.adapters.json;

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

  /** A power of two with room, so that the words of a slot are few. */
  private static final int SLOTS = 1_024;

  private static final @Nullable Word[] TABLE = table();

  /** One word and its bytes. */
  private static final class Word {

    final String text;
    final byte[] bytes;

    Word(String word) {
      // The same object as the literal that a reader compares it with.
      this.text = word.intern();
      this.bytes = word.getBytes(StandardCharsets.US_ASCII);
    }
  }

  private KnownWords() {}

  /** The text of ASCII that stands for itself. */
  static String text(byte[] array, int from, int to) {
    if (from < to) {
      int slot = slot(array, from, to);
      for (Word word = TABLE[slot]; word != null; word = TABLE[slot]) {
        if (Arrays.equals(word.bytes, 0, word.bytes.length, array, from, to)) {
          return word.text;
        }
        slot = (slot + 1) & (SLOTS - 1);
      }
    }
    return JsonStrings.plainText(array, from, to);
  }

  /** The slot where a word would be, by its length and three of its letters. */
  private static int slot(byte[] array, int from, int to) {
    int letters = array[from] * 31 + array[(from + to) >>> 1];
    return ((letters * 31 + array[to - 1]) * 31 + to - from) & (SLOTS - 1);
  }

  private static @Nullable Word[] table() {
    @Nullable Word[] table = new @Nullable Word[SLOTS];
    for (String text : Pattern.compile("\\s+").split(WORDS.strip(), 0)) {
      Word word = new Word(text);
      int slot = slot(word.bytes, 0, word.bytes.length);
      while (table[slot] != null) {
        slot = (slot + 1) & (SLOTS - 1);
      }
      table[slot] = word;
    }
    return table;
  }
}
