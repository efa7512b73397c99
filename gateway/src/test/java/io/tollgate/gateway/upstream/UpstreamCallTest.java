package io.tollgate.gateway.upstream;

import static io.tollgate.gateway.upstream.RawServer.CHUNKED_HEAD;
import static io.tollgate.gateway.upstream.RawServer.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.adapters.json.Segments;
import io.tollgate.adapters.json.Splice;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UpstreamCallTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(150);

  /** Short where something else has to happen before. */
  private static final Duration LATER = Duration.ofMillis(900);

  private static final Deadlines PATIENT = new Deadlines(LONG, LONG, LONG, LONG);

  private static Vertx vertx = Vertx.vertx();

  @BeforeAll
  static void start() {
    vertx.close().await();
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  /** Calls to one provider from an event loop of their own. */
  private static final class Caller {
    private final Context loop = vertx.getOrCreateContext();
    private final CompletableFuture<Upstreams> upstreams = new CompletableFuture<>();

    Caller(Provider provider) {
      loop.runOnContext(ignored -> upstreams.complete(new Upstreams(vertx, List.of(provider))));
    }

    Caller(int port, Deadlines deadlines) {
      this(provider("http://127.0.0.1:" + port + "/v1", deadlines, 4));
    }

    UpstreamCall call(UpstreamListener listener) {
      CompletableFuture<UpstreamCall> call = new CompletableFuture<>();
      on(() ->
          call.complete(upstreams.join().send("p", "req_1-1", body("{\"a\":1}"), false, listener)));
      return call.join();
    }

    void on(Runnable task) {
      upstreams.join();
      loop.runOnContext(ignored -> task.run());
    }
  }

  private static Provider provider(String url, Deadlines deadlines, int connectionsMax) {
    return Provider.of("p", URI.create(url), new Secret("s3cret"), UsageRule.OPENAI)
        .withDeadlines(deadlines)
        .withConnectionsMax(connectionsMax);
  }

  /** What becomes of one call to a server that does this with its request. */
  private static RecordingListener outcome(Deadlines deadlines, Consumer<NetSocket> asked)
      throws InterruptedException {
    RawServer server = RawServer.start(vertx, asked);
    RecordingListener listener = new RecordingListener();
    new Caller(server.port(), deadlines).call(listener);
    listener.over().await();
    server.close();
    return listener;
  }

  private static ProviderRequest body(String json) {
    return ProviderRequest.of("/chat/completions", json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_whole_answer_is_a_head_chunks_and_an_end() throws InterruptedException {
    RawServer server =
        RawServer.start(
            vertx, socket -> socket.write(CHUNKED_HEAD + chunk("one") + chunk("two") + chunk("")));
    RecordingListener listener = new RecordingListener();
    UpstreamCall call = new Caller(server.port(), PATIENT).call(listener);
    listener.over().await();
    server.close();

    assertThat(listener.steps()).containsExactly("head 200", "chunk", "ended");
    assertThat(listener.text()).isEqualTo("onetwo");
    assertThat(call.isSent()).isTrue();
    assertThat(server.requests())
        .singleElement()
        .asString()
        .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
        .containsIgnoringCase("authorization: Bearer s3cret\r\n")
        .containsIgnoringCase("x-client-request-id: req_1-1\r\n")
        .containsIgnoringCase("accept-encoding: identity\r\n")
        .endsWith("\r\n\r\n{\"a\":1}");
  }

  private static byte[] longBody() {
    byte[] body = new byte[5 << 20];
    new SplittableRandom(20_261_203).nextBytes(body);
    return body;
  }

  @Test
  void a_long_body_arrives_as_it_is_from_slices_of_any_size() throws InterruptedException {
    RawServer server =
        RawServer.start(vertx, socket -> socket.write(CHUNKED_HEAD + chunk("x") + chunk("")));
    byte[] body = longBody();
    Caller caller = new Caller(server.port(), PATIENT);
    for (int bytes : new int[] {3 << 10, 4 << 10, 70_000, 300_000, 5 << 20}) {
      byte[] name = "abc".getBytes(StandardCharsets.UTF_8);
      Segments message =
          new Splice(body, 0, bytes)
              .replace(9, 12, name)
              .replace(bytes / 2, bytes / 2 + 1, name)
              .replace(bytes - 2, bytes - 1, name)
              .done();
      RecordingListener listener = new RecordingListener();
      caller.on(() ->
          caller
              .upstreams
              .join()
              .send("p", "req_1-1", new ProviderRequest("/x", Map.of(), message), false, listener));
      listener.over().await();
      assertThat(server.requests().getLast())
          .as("%d bytes", bytes)
          .endsWith("\r\n\r\n" + new String(message.toByteArray(), StandardCharsets.ISO_8859_1));
    }
    assertThat(server.connections()).isEqualTo(1);
    server.close();
  }

  @Test
  void an_answer_to_a_body_that_was_not_read_counts_and_its_connection_does_not()
      throws InterruptedException {
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(socket ->
                socket.handler(ignored -> {
                  socket.pause();
                  socket.write("HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\nno");
                }));
    int port = server.listen(0, "127.0.0.1").await().actualPort();
    RecordingListener listener = new RecordingListener();
    Caller caller = new Caller(port, PATIENT);
    byte[] body = new byte[64 << 20];
    caller.on(() ->
        caller
            .upstreams
            .join()
            .send("p", "req_1-1", ProviderRequest.of("/x", body), false, listener));
    listener.over().await();
    server.close().await();

    assertThat(listener.steps()).containsExactly("head 413", "chunk", "ended");
    assertThat(listener.text()).isEqualTo("no");
  }

  @Test
  void chunks_that_arrive_together_are_said_to_before_their_end_or_failure()
      throws InterruptedException {
    String together = CHUNKED_HEAD + chunk("one") + chunk("two") + chunk("three");
    RecordingListener whole = outcome(PATIENT, socket -> socket.write(together + chunk("")));
    RecordingListener cut = outcome(PATIENT, socket -> socket.end(Buffer.buffer(together)));
    RecordingListener late =
        outcome(new Deadlines(LONG, LONG, SHORT, LONG), socket -> socket.write(together));

    for (RecordingListener listener : List.of(whole, cut, late)) {
      assertThat(listener.text()).isEqualTo("onetwothree");
      assertThat(listener.chunkCount()).isEqualTo(3);
      assertThat(listener.reads()).isEqualTo(1);
    }
  }

  @Test
  void a_refused_connection_means_that_nothing_was_sent() throws InterruptedException {
    RawServer server = RawServer.start(vertx, socket -> {});
    int port = server.port();
    server.close();
    RecordingListener listener = new RecordingListener();
    UpstreamCall call = new Caller(port, PATIENT).call(listener);
    listener.over().await();

    assertThat(listener.steps()).containsExactly("failed NOT_SENT");
    assertThat(call.isSent()).isFalse();
  }

  @Test
  void the_connect_deadline_covers_the_wait_for_a_free_connection() throws InterruptedException {
    RawServer server = RawServer.start(vertx, socket -> {});
    Caller caller =
        new Caller(
            provider(
                "http://127.0.0.1:" + server.port(), new Deadlines(LATER, LONG, LONG, LONG), 1));
    RecordingListener first = new RecordingListener();
    RecordingListener second = new RecordingListener();
    UpstreamCall hanging = caller.call(first);
    caller.call(second);
    second.over().await();
    caller.on(hanging::cancel);
    server.closed().await();
    server.close();

    assertThat(second.steps()).containsExactly("failed NOT_SENT");
    assertThat(first.steps()).isEmpty();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void no_answer_in_time_is_late() throws InterruptedException {
    RecordingListener listener = outcome(new Deadlines(LONG, SHORT, LONG, LONG), socket -> {});

    assertThat(listener.steps()).containsExactly("failed LATE");
    assertThat(listener.message()).isEqualTo("no first byte within 150 ms");
  }

  @Test
  void a_head_without_a_body_is_late_too() throws InterruptedException {
    RecordingListener listener =
        outcome(new Deadlines(LONG, LATER, LONG, LONG), socket -> socket.write(CHUNKED_HEAD));

    assertThat(listener.steps()).containsExactly("head 200", "failed LATE");
  }

  @Test
  void bytes_that_complete_no_event_are_no_progress_of_a_stream() throws InterruptedException {
    AtomicLong timer = new AtomicLong();
    RawServer server =
        RawServer.start(
            vertx,
            socket -> {
              socket.write(CHUNKED_HEAD + chunk("data: one\n\n"));
              timer.set(vertx.setPeriodic(20, ignored -> socket.write(chunk("x"))));
            });
    CompletableFuture<UpstreamCall> call = new CompletableFuture<>();
    RecordingListener listener =
        new RecordingListener() {
          @Override
          public void chunk(Buffer data) {
            if (steps().size() == 1) {
              call.join().firstToken();
            }
            super.chunk(data);
          }
        };
    Caller caller = new Caller(server.port(), new Deadlines(LONG, LONG, LATER, LONG));
    caller.on(() ->
        call.complete(caller.upstreams.join().send("p", "req_1-1", body("{}"), true, listener)));
    listener.over().await();
    vertx.cancelTimer(timer.get());
    server.close();

    assertThat(listener.steps()).containsExactly("head 200", "chunk", "failed CUT");
    assertThat(listener.message()).isEqualTo("nothing more for 900 ms");
  }

  @Test
  void a_stream_that_brings_everything_but_a_token_is_cut_at_the_deadline_of_the_first_token()
      throws InterruptedException {
    AtomicLong timer = new AtomicLong();
    RawServer server =
        RawServer.start(
            vertx,
            socket -> {
              socket.write(CHUNKED_HEAD);
              timer.set(vertx.setPeriodic(20, ignored -> socket.write(chunk(": still here\n\n"))));
            });
    AtomicReference<UpstreamCall> call = new AtomicReference<>();
    RecordingListener listener =
        new RecordingListener() {
          @Override
          public void chunk(Buffer data) {
            call.get().progressed();
            super.chunk(data);
          }
        };
    Caller caller = new Caller(server.port(), new Deadlines(LONG, LATER, LONG, LONG));
    caller.on(
        () -> call.set(caller.upstreams.join().send("p", "req_1-1", body("{}"), true, listener)));
    listener.over().await();
    vertx.cancelTimer(timer.get());
    server.close();

    assertThat(listener.steps()).containsExactly("head 200", "chunk", "failed CUT");
    assertThat(listener.message()).isEqualTo("no first token within 900 ms");
  }

  @Test
  void a_stall_between_events_is_a_cut_however_long_the_first_byte_may_take()
      throws InterruptedException {
    RecordingListener listener =
        outcome(
            new Deadlines(LONG, LONG, SHORT, LONG),
            socket -> socket.write(CHUNKED_HEAD + chunk("one")));

    assertThat(listener.steps()).containsExactly("head 200", "chunk", "failed CUT");
    assertThat(listener.message()).isEqualTo("nothing more for 150 ms");
  }

  @Test
  void the_total_deadline_ends_an_answer_that_never_stalls() throws InterruptedException {
    AtomicLong timer = new AtomicLong();
    RecordingListener listener =
        outcome(
            new Deadlines(LONG, LONG, LONG, LATER),
            socket -> {
              socket.write(CHUNKED_HEAD + chunk("first"));
              timer.set(vertx.setPeriodic(20, ignored -> socket.write(chunk("more"))));
            });
    vertx.cancelTimer(timer.get());

    assertThat(listener.steps()).containsExactly("head 200", "chunk", "failed CUT");
    assertThat(listener.message()).isEqualTo("the total deadline of 900 ms passed");
  }

  @Test
  void the_total_deadline_holds_where_it_is_shorter_than_that_of_the_first_byte()
      throws InterruptedException {
    RecordingListener listener = outcome(new Deadlines(LONG, LONG, LONG, SHORT), socket -> {});

    assertThat(listener.steps()).containsExactly("failed LATE");
    assertThat(listener.message()).isEqualTo("the total deadline of 150 ms passed");
  }

  @Test
  void a_connection_that_closes_before_an_answer_is_lost() throws InterruptedException {
    RecordingListener listener = outcome(PATIENT, NetSocket::close);

    assertThat(listener.steps()).containsExactly("failed LOST");
    assertThat(listener.message())
        .isEqualTo("the provider closed the connection before it answered");
  }

  @Test
  void an_answer_that_is_no_http_is_lost() throws InterruptedException {
    RecordingListener listener = outcome(PATIENT, socket -> socket.write("nonsense\r\n\r\n"));

    assertThat(listener.steps()).containsExactly("failed LOST");
  }

  @Test
  void a_connection_that_closes_in_the_middle_of_an_answer_is_a_cut() throws InterruptedException {
    RecordingListener listener =
        outcome(PATIENT, socket -> socket.end(Buffer.buffer(CHUNKED_HEAD + chunk("one"))));

    assertThat(listener.steps()).containsExactly("head 200", "chunk", "failed CUT");
    assertThat(listener.text()).isEqualTo("one");
  }

  @Test
  void fewer_bytes_than_the_length_says_are_a_cut() throws InterruptedException {
    RecordingListener listener =
        outcome(
            PATIENT,
            socket ->
                socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort")));

    assertThat(listener.steps()).containsExactly("head 200", "chunk", "failed CUT");
  }

  @Test
  void a_cancelled_call_closes_its_connection_and_reports_nothing_more()
      throws InterruptedException {
    AtomicLong timer = new AtomicLong();
    RawServer server =
        RawServer.start(
            vertx,
            socket -> {
              socket.write(CHUNKED_HEAD + chunk("first"));
              timer.set(vertx.setPeriodic(5, ignored -> socket.write(chunk("more"))));
            });
    Caller caller = new Caller(server.port(), PATIENT);
    RecordingListener listener = new RecordingListener();
    UpstreamCall call = caller.call(listener);
    listener.chunks().await();
    CompletableFuture<Long> bytesAtCancel = new CompletableFuture<>();
    caller.on(() -> {
      call.cancel();
      bytesAtCancel.complete(listener.bytes());
    });
    server.closed().await();
    vertx.cancelTimer(timer.get());
    server.close();

    assertThat(listener.steps()).containsExactly("head 200", "chunk");
    assertThat(listener.bytes()).isEqualTo(bytesAtCancel.join());
  }

  @Test
  void a_call_cancelled_before_its_connection_stands_sends_nothing() throws InterruptedException {
    RawServer server =
        RawServer.start(vertx, socket -> socket.write(CHUNKED_HEAD + chunk("x") + chunk("")));
    Caller caller = new Caller(server.port(), PATIENT);
    RecordingListener cancelled = new RecordingListener();
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    caller.on(() -> {
      UpstreamCall call =
          caller.upstreams.join().send("p", "req_0-1", body("{}"), false, cancelled);
      call.cancel();
      sent.complete(call.isSent());
    });
    RecordingListener next = new RecordingListener();
    caller.call(next);
    next.over().await();
    server.close();

    assertThat(sent.join()).isFalse();
    assertThat(cancelled.steps()).isEmpty();
    assertThat(server.requests()).singleElement().asString().contains("req_1-1");
  }

  @Test
  void a_connection_is_used_again_after_a_whole_answer_and_not_after_a_cancelled_one()
      throws InterruptedException {
    RawServer server =
        RawServer.start(vertx, socket -> socket.write(CHUNKED_HEAD + chunk("x") + chunk("")));
    Caller caller = new Caller(server.port(), PATIENT);
    for (int i = 0; i < 3; i++) {
      RecordingListener listener = new RecordingListener();
      caller.call(listener);
      listener.over().await();
    }
    assertThat(server.connections()).isEqualTo(1);

    AtomicReference<@Nullable UpstreamCall> call = new AtomicReference<>();
    RecordingListener cancelling =
        new RecordingListener() {
          @Override
          public void chunk(Buffer data) {
            super.chunk(data);
            UpstreamCall now = call.get();
            if (now != null) {
              now.cancel();
            }
          }
        };
    caller.on(() ->
        call.set(caller.upstreams.join().send("p", "req_2-1", body("{}"), false, cancelling)));
    server.closed().await();
    RecordingListener last = new RecordingListener();
    caller.call(last);
    last.over().await();
    server.close();

    assertThat(cancelling.steps()).containsExactly("head 200", "chunk");
    assertThat(last.steps()).containsExactly("head 200", "chunk", "ended");
    assertThat(server.connections()).isEqualTo(2);
  }

  /** Pauses its call at the first chunk. */
  private static final class SlowListener extends RecordingListener {
    private final CompletableFuture<UpstreamCall> call = new CompletableFuture<>();
    private volatile long bytesAtPause = -1;

    @Override
    public void chunk(Buffer data) {
      super.chunk(data);
      if (bytesAtPause < 0) {
        bytesAtPause = bytes();
        call.join().pause();
      }
    }
  }

  /** Calls and pauses; returns once twice the deadline between events has passed. */
  private static SlowListener paused(Caller caller) throws InterruptedException {
    SlowListener listener = new SlowListener();
    caller.on(() ->
        listener.call.complete(
            caller.upstreams.join().send("p", "req_1-1", body("{}"), false, listener)));
    listener.chunks().await();
    Signal later = new Signal();
    vertx.setTimer(SHORT.toMillis() * 2, ignored -> later.give());
    later.await();
    return listener;
  }

  @Test
  void a_paused_call_reads_nothing_and_is_under_no_deadline_of_the_provider()
      throws InterruptedException {
    int total = 64 << 20;
    AtomicLong sent = new AtomicLong();
    RawServer server =
        RawServer.start(
            vertx,
            socket -> {
              socket.write("HTTP/1.1 200 OK\r\ncontent-length: " + total + "\r\n\r\n");
              send(socket, sent, total);
            });
    Caller caller = new Caller(server.port(), new Deadlines(LONG, LONG, SHORT, LONG));
    SlowListener listener = paused(caller);

    assertThat(listener.steps()).containsExactly("head 200", "chunk");
    assertThat(listener.bytes()).isEqualTo(listener.bytesAtPause);
    assertThat(sent.get()).as("what fits the sockets' buffers").isLessThan(total);

    caller.on(listener.call.join()::resume);
    listener.over().await();
    server.close();
    assertThat(listener.steps()).containsExactly("head 200", "chunk", "ended");
    assertThat(listener.bytes()).isEqualTo(total);
  }

  private static void send(NetSocket socket, AtomicLong sent, int total) {
    Buffer block = Buffer.buffer(new byte[1 << 16]);
    while (sent.get() < total && !socket.writeQueueFull()) {
      socket.write(block.copy());
      sent.addAndGet(block.length());
    }
    if (sent.get() < total) {
      socket.drainHandler(ignored -> send(socket, sent, total));
    }
  }

  @Test
  void what_arrived_before_the_connection_closed_is_not_lost_on_a_paused_call()
      throws InterruptedException {
    String event = chunk("data: " + "x".repeat(993) + "\n");
    RawServer server =
        RawServer.start(
            vertx,
            socket -> socket.end(Buffer.buffer(CHUNKED_HEAD + event.repeat(200) + chunk(""))));
    Caller caller = new Caller(server.port(), PATIENT);
    SlowListener listener = paused(caller);
    caller.on(listener.call.join()::resume);
    listener.over().await();
    server.close();

    assertThat(listener.bytes()).isEqualTo(200_000);
  }

  @Test
  void a_base_url_may_name_an_ipv6_address() throws InterruptedException {
    RawServer server;
    try {
      server = RawServer.start(vertx, "::1", socket -> socket.write(CHUNKED_HEAD + chunk("")));
    } catch (RuntimeException e) {
      Assumptions.abort("there is no IPv6 loopback here");
      return;
    }
    RecordingListener listener = new RecordingListener();
    new Caller(provider("http://[::1]:" + server.port() + "/v1", PATIENT, 1)).call(listener);
    listener.over().await();
    server.close();

    assertThat(listener.steps()).containsExactly("head 200", "ended");
    assertThat(server.requests())
        .singleElement()
        .asString()
        .containsIgnoringCase("host: [::1]:" + server.port());
  }
}
