package io.tollgate.gateway.upstream;

import static io.tollgate.gateway.upstream.RawServer.CHUNKED_HEAD;
import static io.tollgate.gateway.upstream.RawServer.chunk;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.adapters.dialect.ProviderRequest;
import io.tollgate.adapters.openai.chat.UsageRule;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String ANSWER = CHUNKED_HEAD + chunk("x") + chunk("");

  private static Vertx vertx = Vertx.vertx();

  @BeforeAll
  static void start() {
    vertx.close().await();
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  private final Context loop = vertx.getOrCreateContext();

  private static Provider provider(int port, int connectionsMax) {
    return Provider.of("p", URI.create("http://127.0.0.1:" + port), null, UsageRule.OPENAI)
        .withDeadlines(new Deadlines(LONG, LONG, LONG, LONG))
        .withConnectionsMax(connectionsMax);
  }

  private Upstreams upstreams(int port, int connectionsMax) {
    CompletableFuture<Upstreams> made = new CompletableFuture<>();
    loop.runOnContext(
        _ -> made.complete(new Upstreams(vertx, List.of(provider(port, connectionsMax)))));
    return made.join();
  }

  /** Calls one after the other, in one turn of the loop. */
  private List<RecordingListener> call(Upstreams upstreams, int calls) {
    List<RecordingListener> listeners = new ArrayList<>();
    IntStream.range(0, calls).forEach(_ -> listeners.add(new RecordingListener()));
    CompletableFuture<Void> all = new CompletableFuture<>();
    loop.runOnContext(_ -> {
      for (RecordingListener listener : listeners) {
        upstreams.send(
            "p",
            "req_1-1",
            ProviderRequest.of("/x", "{}".getBytes(StandardCharsets.UTF_8)),
            false,
            listener);
      }
      all.complete(null);
    });
    all.join();
    return listeners;
  }

  @Test
  void calls_that_wait_get_the_next_connection_that_is_free_in_their_order()
      throws InterruptedException {
    List<NetSocket> asked = new CopyOnWriteArrayList<>();
    Signal arrived = new Signal();
    RawServer server =
        RawServer.start(
            vertx,
            socket -> {
              asked.add(socket);
              arrived.give();
            });
    List<RecordingListener> calls = call(upstreams(server.port(), 1), 3);
    for (RecordingListener call : calls) {
      arrived.await();
      asked.getLast().write(ANSWER);
      call.over().await();
    }
    server.close();

    assertThat(calls).allSatisfy(call -> assertThat(call.steps()).endsWith("ended"));
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void in_a_rush_calls_get_connections_that_are_free_before_there_are_more()
      throws InterruptedException {
    RawServer server = RawServer.start(vertx, socket -> socket.write(ANSWER));
    List<RecordingListener> calls = call(upstreams(server.port(), 1_000), 400);
    for (RecordingListener call : calls) {
      call.over().await();
    }
    server.close();

    assertThat(calls).allSatisfy(call -> assertThat(call.steps()).endsWith("ended"));
    assertThat(server.connections()).isLessThan(400);
  }

  @Test
  void calls_that_take_long_each_get_a_connection_of_their_own() throws InterruptedException {
    Signal arrived = new Signal();
    RawServer server = RawServer.start(vertx, socket -> arrived.give());
    List<RecordingListener> calls = call(upstreams(server.port(), 100), 100);
    for (int i = 0; i < calls.size(); i++) {
      arrived.await();
    }

    assertThat(server.connections()).isEqualTo(100);
    server.close();
  }

  @Test
  void only_so_many_calls_may_wait() throws InterruptedException {
    RawServer server = RawServer.start(vertx, socket -> {});
    List<RecordingListener> calls = call(upstreams(server.port(), 1), 10);
    RecordingListener tenth = calls.getLast();
    tenth.over().await();

    assertThat(tenth.steps()).containsExactly("failed NOT_SENT");
    assertThat(tenth.message()).isEqualTo("no connection: too many wait for one already");
    assertThat(calls.subList(1, 9)).allSatisfy(call -> assertThat(call.steps()).isEmpty());
    server.close();
  }

  @Test
  void a_connection_that_breaks_makes_room_for_the_next() throws InterruptedException {
    List<NetSocket> asked = new CopyOnWriteArrayList<>();
    RawServer server =
        RawServer.start(
            vertx,
            socket -> {
              asked.add(socket);
              if (asked.size() == 1) {
                socket.close();
              } else {
                socket.write(ANSWER);
              }
            });
    List<RecordingListener> calls = call(upstreams(server.port(), 1), 2);
    for (RecordingListener call : calls) {
      call.over().await();
    }
    server.close();

    assertThat(calls.getFirst().steps()).containsExactly("failed LOST");
    assertThat(calls.getLast().steps()).endsWith("ended");
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void a_connection_that_cannot_be_made_makes_room_for_the_next() throws InterruptedException {
    RawServer server = RawServer.start(vertx, socket -> {});
    int port = server.port();
    server.close();
    List<RecordingListener> calls = call(upstreams(port, 1), 3);
    for (RecordingListener call : calls) {
      call.over().await();
      assertThat(call.steps()).containsExactly("failed NOT_SENT");
    }
  }

  @Test
  void a_connection_that_was_closed_while_it_was_idle_is_not_used_again()
      throws InterruptedException, IOException {
    Signal left = new Signal();
    try (ServerSocket server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            for (int i = 0; i < 2; i++) {
              if (answersAndCloses(server)) {
                left.give();
              }
            }
          });
      Upstreams upstreams = upstreams(server.getLocalPort(), 4);
      for (int i = 0; i < 2; i++) {
        RecordingListener call = call(upstreams, 1).getFirst();
        call.over().await();
        assertThat(call.steps()).endsWith("ended");
        left.await();
      }
    }
  }

  /** Answers one request, says that no other is listened to, and waits until the client knows. */
  private static boolean answersAndCloses(ServerSocket server) {
    try (Socket socket = server.accept()) {
      byte[] data = new byte[4096];
      String request = "";
      while (!request.endsWith("{}")) {
        request += new String(data, 0, socket.getInputStream().read(data), US_ASCII);
      }
      socket.getOutputStream().write(ANSWER.getBytes(US_ASCII));
      socket.shutdownOutput();
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void a_connection_after_which_the_provider_closes_is_not_used_again()
      throws InterruptedException {
    RawServer server =
        RawServer.start(
            vertx,
            socket ->
                socket.write("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 1\r\n\r\nx"));
    List<RecordingListener> calls = call(upstreams(server.port(), 1), 3);
    for (RecordingListener call : calls) {
      call.over().await();
    }
    server.close();

    assertThat(calls).allSatisfy(call -> assertThat(call.steps()).endsWith("ended"));
    assertThat(server.connections()).isEqualTo(3);
  }

  @Test
  void an_answer_that_nobody_asked_for_is_never_given_to_the_next_call()
      throws InterruptedException {
    RawServer server = RawServer.start(vertx, socket -> socket.write(ANSWER + ANSWER));
    List<RecordingListener> calls = call(upstreams(server.port(), 1), 2);
    for (RecordingListener call : calls) {
      call.over().await();
    }
    server.close();

    assertThat(calls.getFirst().steps()).endsWith("ended");
    assertThat(calls.getLast().steps()).containsExactly("failed LOST");
  }

  @Test
  void a_connection_on_which_more_came_than_was_asked_for_is_not_used_again()
      throws InterruptedException {
    RawServer server = RawServer.start(vertx, socket -> socket.write(ANSWER + ANSWER));
    Upstreams upstreams = upstreams(server.port(), 1);
    for (int i = 0; i < 2; i++) {
      RecordingListener call = call(upstreams, 1).getFirst();
      call.over().await();
      server.closed().await();
      assertThat(call.steps()).containsExactly("head 200", "chunk", "ended");
    }
    server.close();

    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void what_a_provider_says_before_its_answer_is_not_the_answer() throws InterruptedException {
    String before = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n";
    RawServer server = RawServer.start(vertx, socket -> socket.write(before + ANSWER));
    Upstreams upstreams = upstreams(server.port(), 1);
    for (int i = 0; i < 2; i++) {
      RecordingListener call = call(upstreams, 1).getFirst();
      call.over().await();
      assertThat(call.steps()).containsExactly("head 200", "chunk", "ended");
    }
    server.close();

    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void a_connection_is_closed_when_it_has_been_idle_for_as_long_as_the_provider_says()
      throws InterruptedException {
    RawServer server =
        RawServer.start(
            vertx,
            socket ->
                socket.write(
                    "HTTP/1.1 200 OK\r\nkeep-alive: timeout=1\r\ncontent-length: 1\r\n\r\nx"));
    call(upstreams(server.port(), 1), 1).getFirst().over().await();
    server.closed().await();
    server.close();

    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void connections_of_a_provider_that_is_no_more_are_closed() throws InterruptedException {
    RawServer server = RawServer.start(vertx, socket -> socket.write(ANSWER));
    Upstreams upstreams = upstreams(server.port(), 2);
    for (RecordingListener call : call(upstreams, 2)) {
      call.over().await();
    }
    loop.runOnContext(_ -> upstreams.replacedBy(List.of()));
    server.closed().await();
    server.closed().await();
    server.close();

    assertThat(server.connections()).isEqualTo(2);
  }
}
