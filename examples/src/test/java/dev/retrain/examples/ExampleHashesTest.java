package dev.retrain.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.MetricSource;
import dev.retrain.examples.flights.demo.FlightsRetraining;
import dev.retrain.runtime.cost.PriceList;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key may get a better word, but what an example means, and its hash, stay what they were. */
class ExampleHashesTest {

  private static final Path HASHES =
      Path.of("src/test/resources/goldens/97a827d/hashes.properties");

  private static String then(String document) throws IOException {
    Properties hashes = new Properties();
    try (Reader text = Files.newBufferedReader(HASHES)) {
      hashes.load(text);
    }
    return hashes.getProperty(document);
  }

  @ParameterizedTest
  @ValueSource(strings = {"everything", "flight-delays", "minimal"})
  void pipelinesKeepTheirHash(String name) throws Exception {
    String file = "pipelines/" + name + ".yaml";

    assertThat(Pipeline.read(Path.of(file)).contentHash()).isEqualTo(then(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"everything", "flights", "guide"})
  void policiesKeepTheirHash(String name) throws Exception {
    String file = "policies/" + name + ".yaml";

    assertThat(Documents.sha256(Retraining.read(Path.of(file)).canonicalJson()))
        .isEqualTo(then(file));
  }

  @Test
  void pricesKeepTheirHash() throws Exception {
    String file = "pipelines/prices.yaml";

    assertThat(Documents.sha256(PriceList.read(Path.of(file)).toNode())).isEqualTo(then(file));
  }

  @Test
  void whatTheDemoBuildsInJavaKeepsItsHash() throws Exception {
    DataWindows windows = (after, upTo) -> List.of();
    MetricSource metrics = (metric, after, upTo) -> List.of();

    assertThat(FlightsRetraining.retraining(windows, metrics).pipeline().contentHash())
        .isEqualTo(then("FlightsRetraining.late"));
    assertThat(Documents.sha256(FlightsRetraining.minutes().canonicalJson()))
        .isEqualTo(then("FlightsRetraining.minutes"));
  }
}
