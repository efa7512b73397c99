package io.tollgate.gateway.upstream.auth;

import java.util.regex.Pattern;

/** Names of this machine that no other can have: what is sent there does not go over a network. */
public final class Loopback {

  private static final Pattern IPV4 = Pattern.compile("127(\\.\\d{1,3}){3}");

  private Loopback() {}

  /** Whether a host of an address is this machine; the brackets of IPv6 may be there or not. */
  public static boolean is(String host) {
    return host.equals("localhost")
        || host.equals("::1")
        || host.equals("[::1]")
        || IPV4.matcher(host).matches();
  }
}
