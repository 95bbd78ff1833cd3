package dev.retrain.example.queue;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.example.queue.server.QueueServer;
import dev.retrain.testkit.fault.FaultProxy;
import dev.retrain.testkit.tck.CrashTck;
import dev.retrain.testkit.tck.StepProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Holds the example to what is right when the process that submits is killed. */
class QueueCrashTckTest extends CrashTck {

  private QueueServer queue;
  private FaultProxy proxy;

  @Override
  protected String name() {
    return "queue";
  }

  @Override
  protected Settings settings(Path place) {
    try {
      queue = QueueServer.start(place, Map.of(StepProgram.IMAGE, StepProgram::run));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    proxy = FaultProxy.before(queue.address());
    return Settings.of(
        Map.of(
            "endpoint", Node.of(proxy.endpoint().toString()),
            "artifactRoot", Node.of(place.toString())));
  }

  @Override
  protected Optional<FaultProxy> proxy() {
    return Optional.of(proxy);
  }

  @AfterEach
  void stopQueue() {
    proxy.close();
    queue.close();
  }
}
