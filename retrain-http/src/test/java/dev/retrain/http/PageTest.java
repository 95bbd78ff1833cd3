package dev.retrain.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageTest {

  private static Page<Integer> numbered(Optional<String> cursor, int last) {
    int page = Integer.parseInt(cursor.orElse("1"));
    return new Page<>(
        page % 2 == 0 ? List.of() : List.of(page),
        page < last ? Optional.of(Integer.toString(page + 1)) : Optional.of(""));
  }

  @Test
  void readsAllPagesAlsoAfterAnEmptyOne() {
    assertThat(Page.all(10, cursor -> numbered(cursor, 5))).containsExactly(1, 3, 5);
  }

  @Test
  void endsAtItsBound() {
    assertThat(Page.all(5, cursor -> numbered(cursor, 5))).hasSize(3);
    assertThatThrownBy(() -> Page.all(4, cursor -> numbered(cursor, 5)))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("more than 4 pages");
  }

  @Test
  void endsWhenACursorComesAgain() {
    assertThatThrownBy(() -> Page.all(10, cursor -> new Page<>(List.of(1), Optional.of("x"))))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("after page 2");
  }
}
