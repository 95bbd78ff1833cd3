package dev.retrain.backend.local;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.testkit.tck.BackendTck;
import dev.retrain.testkit.tck.ProofBasis;
import dev.retrain.testkit.tck.StepProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Holds the local backend to the whole contract, with nothing skipped. */
class LocalBackendTckTest extends BackendTck {

  private final ForwardClock clock = new ForwardClock();

  @Override
  protected String name() {
    return "local";
  }

  @Override
  protected Settings settings(Path place) {
    List<Node> words = StepProgram.command().stream().map(Node::of).toList();
    return Settings.of(
        Map.of(
            "artifactRoot", Node.of(place.resolve("runs").toString()),
            "secretsFolder", Node.of(place.resolve("secrets").toString()),
            "images", Node.of(Map.of(StepProgram.IMAGE, Node.of(words)))));
  }

  @Override
  protected ProofBasis proofBasis() {
    return ProofBasis.THIS_MACHINE;
  }

  /** The clock on the wall, set forward as often as a schedule is to come due. */
  @Override
  protected Clock clock() {
    return clock;
  }

  @Override
  protected void comesDue(Path place, String schedule) {
    clock.forward(Duration.ofDays(1));
  }

  @Override
  protected void keepSecret(Path place, SecretRef secret, String value) throws IOException {
    Path folder = Files.createDirectories(place.resolve("secrets"));
    Files.writeString(folder.resolve(secret.name()), value);
  }
}
