package io.tollgate.bench.endtoend;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.tollgate.gateway.Gateway;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** All that is logged, by the configuration that gateways have, until it is closed. */
final class LogCapture implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  private LogCapture() {}

  static LogCapture asInProduction(Level level) throws Exception {
    LogCapture capture = new LogCapture();
    capture.configure("/logback.xml");
    Logger root = capture.context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(level);
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            String thrown =
                event.getThrowableProxy() == null
                    ? ""
                    : ThrowableProxyUtil.asString(event.getThrowableProxy());
            capture.lines.add(event.getFormattedMessage() + thrown);
          }
        };
    appender.setContext(capture.context);
    appender.start();
    root.addAppender(appender);
    return capture;
  }

  private void configure(String resource) throws Exception {
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Objects.requireNonNull(Gateway.class.getResource(resource)));
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() throws Exception {
    configure("/logback-test.xml");
  }
}
