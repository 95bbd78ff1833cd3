package dev.retrain.runtime.trigger;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.retraining.TriggerContext;
import dev.retrain.drift.detect.DriftState;
import dev.retrain.drift.detect.Trace;
import dev.retrain.runtime.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What triggers keep between looks has a limit, and nothing is lost or silent at it. */
class MemoryTest {

  /** Remembers more at every look. */
  private static final class Growing implements Trigger {
    private String seen = "";

    @Override
    public Signal check(TriggerContext context) {
      seen = context.recall().orElse("first");
      context.remember(seen.equals("first") ? "kept" : "x".repeat(300_000));
      return Signal.quiet("all is well");
    }

    @Override
    public String describe() {
      return "growing";
    }
  }

  @Test
  void atTheLimitATriggerIsUndecidedForAStatedReasonAndOthersGoOn() {
    Growing growing = new Growing();
    Scene scene = new Scene(Scene.policy().when(growing, BATCH).when(flag("force"), FULL));
    scene.flags.set("force", false);
    scene.tick();
    scene.every(Duration.ofHours(1), 3);

    Decision hold = scene.last(Kind.HOLD);
    assertThat(hold.why())
        .contains("growing cannot be looked at: asked to remember 300000 characters")
        .contains("a trigger may keep 262144; what it kept before stays");
    assertThat(scene.log()).as("said once").hasSize(2);
    assertThat(growing.seen).isEqualTo("kept");

    scene.flags.set("force", true);
    scene.every(Duration.ofHours(1), 1);
    assertThat(scene.backend.submissions()).hasSize(1);
  }

  @Test
  void whatDriftKeepsOfAThousandFeaturesFits() {
    Random random = new Random(1);
    TreeMap<String, Trace> traces = new TreeMap<>();
    for (int i = 0; i < 2000; i++) {
      Map<String, Double> effects = Map.of("ks_statistic", random.nextDouble());
      traces.put(
          "feature_number_" + i / 2 + "/" + i % 2,
          new Trace(30, random.nextGaussian(), new TreeMap<>(effects), 0));
    }
    DriftMemory memory =
        new DriftMemory(
            "1",
            Instant.EPOCH,
            new DriftState(0, traces).toJson(),
            Signal.quiet("no drift", Node.of(Map.of())),
            Optional.empty());

    assertThat(memory.toJson()).hasSizeLessThan(TriggerContext.LONGEST_MEMORY / 2);
    assertThat(DriftMemory.parse(memory.toJson())).isEqualTo(memory);
  }

  @Test
  void aPackedTextComesBackOrIsRefused() {
    String text = "{\"a\":1,\"b\":\"grüße\"}".repeat(1000);
    assertThat(CompressedText.unpack(CompressedText.pack(text))).isEqualTo(text);
    assertThat(CompressedText.pack("short")).isEqualTo("short");
    String packed = CompressedText.pack(text);
    assertThatThrownBy(() -> CompressedText.unpack(packed.substring(0, 60)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CompressedText.unpack("deflate:AAAA"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
