package io.tollgate.gateway.keys;

import io.netty.util.NetUtil;
import java.util.Arrays;

/**
 * A network of addresses: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address.
 *
 * @param text as it is written
 */
public record Network(String text) {

  public Network {
    parse(text);
  }

  /** An address and how many of its first bits count. */
  private static final class Prefix {
    private final byte[] address;
    private final int bits;

    private Prefix(byte[] address, int bits) {
      this.address = address;
      this.bits = bits;
    }

    private boolean matches(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      int whole = bits / 8;
      int rest = bits % 8;
      return Arrays.equals(address, 0, whole, other, 0, whole)
          && (rest == 0 || (address[whole] ^ other[whole]) >> (8 - rest) == 0);
    }
  }

  private static Prefix parse(String text) {
    int slash = text.indexOf('/');
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw invalid(text);
    }
    int all = address.length * 8;
    if (slash < 0) {
      return new Prefix(address, all);
    }
    String length = text.substring(slash + 1);
    if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > all) {
      throw invalid(text);
    }
    return new Prefix(address, Integer.parseInt(length));
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "found \"" + text + "\" (expected: a network such as 10.0.0.0/8 or 2001:db8::/32)");
  }

  /**
   * Whether an address is in it.
   *
   * @param address as 4 or 16 bytes; an IPv4 address in IPv6 is taken for what it is
   */
  public boolean contains(byte[] address) {
    return parse(text).matches(unmapped(address));
  }

  /** Whether every address of another network is in this one. */
  public boolean covers(Network other) {
    Prefix wide = parse(text);
    Prefix narrow = parse(other.text);
    return narrow.bits >= wide.bits && wide.matches(narrow.address);
  }

  private static byte[] unmapped(byte[] address) {
    boolean mapped =
        address.length == 16
            && address[10] == -1
            && address[11] == -1
            && Arrays.equals(address, 0, 10, new byte[10], 0, 10);
    return mapped ? Arrays.copyOfRange(address, 12, 16) : address;
  }
}
