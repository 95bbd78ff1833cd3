package dev.retrain.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.Decision;
import org.junit.jupiter.api.Test;

class KindBadgeTest {
  @Test
  void aPromotionWithoutEvidenceIsNotShownAsProven() {
    assertThat(KindBadge.style(promoted("{}"))).isEqualTo("good");
    assertThat(KindBadge.style(promoted("{\"unproven\": \"it answered 0 of 1\"}")))
        .isEqualTo("unsure");
  }

  private static Decision promoted(String evidence) {
    return Samples.decision(
        "2001-02-04T05:05:00Z", Decision.Kind.PROMOTED, "2", "what", "why", evidence);
  }
}
