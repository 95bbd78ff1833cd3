package dev.retrain.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Names this process among all that may share a store. */
final class NodeName {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private NodeName() {}

  /** Another name at each call: host, process, when it began, and a number. */
  static String ofThisProcess() {
    ProcessHandle process = ProcessHandle.current();
    String began = process.info().startInstant().map(Instant::toString).orElse("unknown");
    return host() + "/" + process.pid() + "/" + began + "/" + COUNT.incrementAndGet();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "host";
    }
  }
}
