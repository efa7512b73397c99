package io.tollgate.gateway.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the signals of a process that serves mean: SIGTERM or SIGINT stops it, a second one ends it
 * now, and SIGHUP has it read its files.
 *
 * <p>A shutdown hook of the JVM cannot do that: once the hooks run, further signals wait for them.
 * So the signals are handled themselves, with {@code sun.misc.Signal}, which the JDK supports in
 * the module {@code jdk.unsupported} for want of another way. It is called by reflection because
 * javac warns of every direct use, and that warning cannot be suppressed.
 */
public final class ProcessSignals {

  /** What shells report of a process that a signal has ended: this and the signal's number. */
  private static final int KILLED = 128;

  private static final Logger LOG = LoggerFactory.getLogger(ProcessSignals.class);

  private final Class<?> signal;
  private final Class<?> handler;
  private final Method handle;
  private final Method number;

  private ProcessSignals() throws ReflectiveOperationException {
    signal = Class.forName("sun.misc.Signal");
    handler = Class.forName("sun.misc.SignalHandler");
    handle = signal.getMethod("handle", signal, handler);
    number = signal.getMethod("getNumber");
  }

  /** Handles one signal; each is delivered on a thread of its own. */
  private interface Reaction {
    void on(int signalNumber);
  }

  /**
   * Handles the signals from now on.
   *
   * @param stop stops what runs, and returns when it has stopped
   * @param reload reads the files again
   */
  public static void handle(Runnable stop, Runnable reload) {
    AtomicBoolean stopping = new AtomicBoolean();
    Reaction stopOrEnd =
        signalNumber -> {
          if (stopping.compareAndSet(false, true)) {
            stop.run();
          } else {
            Runtime.getRuntime().halt(KILLED + signalNumber);
          }
        };
    try {
      ProcessSignals signals = new ProcessSignals();
      signals.on("TERM", stopOrEnd);
      signals.on("INT", stopOrEnd);
      signals.on("HUP", signalNumber -> reload.run());
    } catch (ReflectiveOperationException e) {
      // A JVM without the module: it stops in order, and that cannot be cut short.
      LOG.warn("this JVM hands no signals on: a second one, and SIGHUP, have no effect");
      Runtime.getRuntime().addShutdownHook(new Thread(stop, "tollgate-stop"));
    }
  }

  private void on(String name, Reaction reaction) throws ReflectiveOperationException {
    InvocationHandler invocation =
        (proxy, method, arguments) -> {
          if (!method.getName().equals("handle")) {
            throw new UnsupportedOperationException(method.getName());
          }
          reaction.on((int) number.invoke(arguments[0]));
          return null;
        };
    Object proxy =
        Proxy.newProxyInstance(
            ProcessSignals.class.getClassLoader(), new Class<?>[] {handler}, invocation);
    try {
      handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (InvocationTargetException e) {
      // There is no such signal on this system, or the JVM was told to leave it alone.
      LOG.debug("SIG{} is not handled: {}", name, e.getCause());
    }
  }
}
