package dev.retrain.backend.local;

import dev.retrain.api.document.Settings;
import dev.retrain.testkit.tck.CrashTck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Holds the local backend to what it leaves behind when the process that drives a run dies. */
class LocalCrashTckTest extends CrashTck {

  @Override
  protected String name() {
    return "local";
  }

  @Override
  protected Settings settings(Path place) {
    return new LocalBackendTckTest().settings(place);
  }

  /** Folders among the runs that are none. */
  @Override
  protected List<String> orphans(Path place) throws IOException {
    try (Stream<Path> runs = Files.list(place.resolve("runs/killed"))) {
      return runs.filter(run -> !Files.exists(run.resolve("result.json")))
          .map(Path::toString)
          .toList();
    }
  }
}
