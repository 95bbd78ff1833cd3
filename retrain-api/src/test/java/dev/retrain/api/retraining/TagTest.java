package dev.retrain.api.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagTest {

  @Test
  void ownerAndEnvironmentHaveOneSpelling() {
    assertThat(Tag.spelled(Map.of("owner", "risk", "ENVIRONMENT", "prod", "Team", "a")))
        .isEqualTo(Map.of("Owner", "risk", "Environment", "prod", "Team", "a"));
    assertThat(Tag.spelled(Map.of("owner", "x", "Owner", "risk")))
        .isEqualTo(Map.of("Owner", "risk"));
  }

  @Test
  void warnsOfWhatIsMissingOrMisspelled() {
    assertThat(Tag.warnings("run a", Map.of("owner", "risk")))
        .extracting(Problem::code)
        .containsExactly("tag-spelling", "no-environment");
    assertThat(Tag.warnings("run a", Map.of("Owner", " ", "Environment", "prod")))
        .extracting(Problem::code)
        .containsExactly("no-owner");
    assertThat(Tag.warnings("run a", Map.of("Owner", "risk", "Environment", "prod"))).isEmpty();
  }
}
