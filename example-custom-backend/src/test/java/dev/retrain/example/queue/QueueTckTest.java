package dev.retrain.example.queue;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.example.queue.server.QueueServer;
import dev.retrain.testkit.tck.BackendTck;
import dev.retrain.testkit.tck.StepProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

// region tck
/** Holds the example to the whole contract, against a queue that really executes. */
class QueueTckTest extends BackendTck {

  private QueueServer queue;

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
    return Settings.of(
        Map.of(
            "endpoint", Node.of(queue.address().toString()),
            "artifactRoot", Node.of(place.toString())));
  }

  @AfterEach
  void stopQueue() {
    if (queue != null) {
      queue.close();
    }
  }
}
// endregion tck
