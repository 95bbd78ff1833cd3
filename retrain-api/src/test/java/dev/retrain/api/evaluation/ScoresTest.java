package dev.retrain.api.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoresTest {

  @Test
  void keepsRowsColumnByColumn() {
    Instant at = Instant.parse("2001-01-01T00:00:00Z");
    Scores scores =
        Scores.of(
            List.of(
                new Scores.Row("a", at, 1, 0.8, "east"), new Scores.Row("b", at, 0, 0.3, "west")));

    assertThat(scores.size()).isEqualTo(2);
    assertThat(scores.id(1)).isEqualTo("b");
    assertThat(scores.time(0)).isEqualTo(at);
    assertThat(scores.label(0)).isEqualTo(1);
    assertThat(scores.score(1)).isEqualTo(0.3);
    assertThat(scores.slice(1)).isEqualTo("west");
    assertThat(scores.slices()).containsExactly("east", "west");
    assertThat(scores.labels()).containsExactly(1, 0);
    assertThat(scores.scores()).containsExactly(0.8, 0.3);
  }

  @Test
  void refusesNumbersThatAreNone() {
    assertThatThrownBy(() -> new Scores.Row("a", Instant.EPOCH, 1, Double.NaN, ""))
        .hasMessageContaining("row a");
  }
}
