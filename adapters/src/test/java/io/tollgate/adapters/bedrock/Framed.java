package io.tollgate.adapters.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** An event stream in the making. */
final class Framed {

  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

  Framed event(String type, String json) {
    return message(
        new String[] {
          ":event-type", type, ":content-type", "application/json", ":message-type", "event"
        },
        json);
  }

  Framed exception(String type, String json) {
    return message(new String[] {":exception-type", type, ":message-type", "exception"}, json);
  }

  Framed message(String[] headers, String json) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    for (int i = 0; i < headers.length; i += 2) {
      byte[] name = headers[i].getBytes(UTF_8);
      byte[] value = headers[i + 1].getBytes(UTF_8);
      written.write(name.length);
      written.writeBytes(name);
      written.write(7);
      written.write(value.length >> 8);
      written.write(value.length);
      written.writeBytes(value);
    }
    return message(written.toByteArray(), json.replace('\'', '"').getBytes(UTF_8));
  }

  Framed message(byte[] headers, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(16 + headers.length + payload.length);
    frame.putInt(frame.capacity()).putInt(headers.length);
    frame.putInt(sum(frame.array(), 8)).put(headers).put(payload);
    frame.putInt(sum(frame.array(), frame.capacity() - 4));
    stream.writeBytes(frame.array());
    return this;
  }

  private static int sum(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  byte[] bytes() {
    return stream.toByteArray();
  }
}
