package dev.retrain.examples.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Settings;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.backend.Translator;
import dev.retrain.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplePipelinesTest {

  private static final Path FOLDER = Path.of("pipelines");

  @TempDir Path root;

  @Test
  void minimalRunsByTheSettingsBesideIt() throws Exception {
    String text = Files.readString(FOLDER.resolve("local.yaml"));
    Settings written = Settings.read(FOLDER.resolve("local.yaml"));
    Settings elsewhere =
        new Settings(
            Settings.parse(text.replace("../target/pipelines", root.toString()), "local.yaml")
                .node(),
            written.folder(),
            "local.yaml");
    Pipeline minimal = Pipeline.read(FOLDER.resolve("minimal.yaml"));
    BackendContext context =
        BackendContext.of(Clock.systemUTC(), (name, length) -> Optional.empty());

    try (Backend local =
        Backends.provider("local", getClass().getClassLoader()).create(elsewhere, context)) {
      RunHandle run =
          local.submit(
              Submission.of(
                  minimal, new RunKey("minimal"), Map.of(), RetrainMode.FULL, "v1", "test"));

      assertThat(
              Await.until(
                  "the run to end",
                  Duration.ofMinutes(2),
                  () -> local.status(run),
                  RunStatus::terminal))
          .isInstanceOf(RunStatus.Succeeded.class);
    }
  }

  @Test
  void everyExampleCanBePlannedOnThisMachine() {
    Translator translator =
        Backends.provider("local", getClass().getClassLoader())
            .translator(Settings.read(FOLDER.resolve("local.yaml")));

    for (String name : new String[] {"minimal", "flight-delays", "everything"}) {
      Pipeline pipeline = Pipeline.read(FOLDER.resolve(name + ".yaml"));
      assertThat(translator.preflight(pipeline).passed()).as(name).isTrue();
      assertThat(translator.plan(pipeline).steps()).as(name).isNotEmpty();
    }
  }
}
