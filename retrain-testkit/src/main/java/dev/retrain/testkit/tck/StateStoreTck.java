package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.spi.state.StateStore;
import dev.retrain.spi.state.StateStore.LogEntry;
import dev.retrain.spi.state.StateStore.Snapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a store of states and decisions. Extend it and implement how a store is opened.
 *
 * <p>A state is saved only over the version its writer has loaded, decisions are appended in the
 * same transaction, and the decisions of one retraining are a chain of hashes without a gap.
 */
@ExtendWith(CaseCount.class)
public abstract class StateStoreTck {

  private static final String KEY = "retraining/flights";
  private static final int WRITERS = 8;
  private static final int EACH = 5;

  private @Nullable Path folder;
  private final List<StateStore> opened = new ArrayList<>();

  /**
   * Opens the store of a place: the same folder means the same content.
   *
   * @param place an empty folder at first, kept for one case
   */
  protected abstract StateStore open(Path place);

  @BeforeEach
  final void keepFolder(@TempDir Path temporary) {
    folder = temporary;
  }

  @AfterEach
  final void closeStores() {
    opened.forEach(StateStore::close);
    opened.clear();
  }

  private StateStore store() {
    return opened.isEmpty() ? another() : opened.get(0);
  }

  private StateStore another() {
    if (folder == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    StateStore store = open(folder);
    opened.add(store);
    return store;
  }

  private static Decision decision(String retraining, int number) {
    return new Decision(
        retraining,
        Instant.parse("2001-02-03T04:05:06Z").plusSeconds(number),
        Decision.Kind.HOLD,
        "when[" + number + "]",
        "nothing is done",
        "because of 'quotes', \"more\", grüße and 日本語 " + number,
        Node.of(Map.of("auc", Node.of(0.1 + number), "rows", Node.of(1000L + number))),
        Optional.of("run-" + number),
        Optional.empty());
  }

  private static List<Decision> decisions(String retraining, int from, int to) {
    List<Decision> all = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      all.add(decision(retraining, i));
    }
    return all;
  }

  /** A state is kept as it is, under a version that counts. */
  @Nested
  class States {

    @Test
    void areEmptyAtFirst() {
      assertThat(store().load(KEY)).isEmpty();
      assertThat(store().keys("")).isEmpty();
      assertThat(store().history("flights", 0)).isEmpty();
    }

    @Test
    void areLoadedAsTheyWereSavedWithAVersionThatCounts() {
      assertThat(store().saveIfUnchanged(KEY, 0, "{\"a\":1}", List.of())).isTrue();
      assertThat(store().load(KEY))
          .as("the first version is 1")
          .contains(new Snapshot(1, "{\"a\":1}"));

      assertThat(store().saveIfUnchanged(KEY, 1, "{\"a\":2}", List.of())).isTrue();
      assertThat(store().load(KEY))
          .as("each save counts the version up by one")
          .contains(new Snapshot(2, "{\"a\":2}"));
    }

    @Test
    void keepEveryCharacter() {
      String body =
          "{\"t\":\"'; drop table x; -- %_ \\u0000 \\n 日本語 🚀 " + "x".repeat(300_000) + "\"}";

      assertThat(store().saveIfUnchanged(KEY, 0, body, List.of())).isTrue();
      assertThat(store().load(KEY).map(Snapshot::body))
          .as("a body is kept as it is, however long")
          .contains(body);
    }

    @Test
    void ofDifferentKeysAreIndependent() {
      store().saveIfUnchanged("retraining/a", 0, "{}", List.of());

      assertThat(store().saveIfUnchanged("retraining/A", 0, "{}", List.of()))
          .as("keys differ by case")
          .isTrue();
      assertThat(store().load("retraining/b")).isEmpty();
    }

    @Test
    void areListedByPrefixInOrder() {
      for (String key : List.of("r/b", "r/a", "r_c", "rXd", "s/a", "r%/e")) {
        store().saveIfUnchanged(key, 0, "{}", List.of());
      }

      assertThat(store().keys("r/")).as("sorted").containsExactly("r/a", "r/b");
      assertThat(store().keys("r_"))
          .as("a prefix is text: _ and % are ordinary characters, escape them in SQL")
          .containsExactly("r_c");
      assertThat(store().keys("r%")).containsExactly("r%/e");
      assertThat(store().keys("")).hasSize(6);
    }
  }

  /** A save over a newer version is refused and changes nothing. */
  @Nested
  class Races {

    @Test
    void refuseASaveOverAnotherVersion() {
      store().saveIfUnchanged(KEY, 0, "first", decisions("flights", 1, 1));

      assertThat(store().saveIfUnchanged(KEY, 0, "second", decisions("flights", 2, 2)))
          .as("a save that expects no state must fail when there is one")
          .isFalse();
      assertThat(store().saveIfUnchanged(KEY, 7, "third", decisions("flights", 3, 3)))
          .as("a save that expects another version must fail")
          .isFalse();
      assertThat(store().load(KEY)).contains(new Snapshot(1, "first"));
      assertThat(store().history("flights", 0))
          .as("a save that fails appends no decision: one transaction")
          .hasSize(1);
    }

    @Test
    void refuseASaveOverAStateThatIsNotThere() {
      assertThat(store().saveIfUnchanged(KEY, 3, "body", decisions("flights", 1, 1)))
          .as("a save that expects a version must fail when there is no state")
          .isFalse();
      assertThat(store().load(KEY)).isEmpty();
      assertThat(store().history("flights", 0)).isEmpty();
    }

    @Test
    void letOneOfManyCreateAState() {
      StateStore store = store();

      List<Boolean> saved =
          ConcurrentCalls.call(
              WRITERS,
              n -> store.saveIfUnchanged(KEY, 0, "by " + n, List.of(decision("flights", n))));

      assertThat(saved).as("exactly one of many savers wins").containsOnlyOnce(true);
      assertThat(store.history("flights", 0)).hasSize(1);
    }

    @Test
    void loseNoSaveAndLeaveNoGapInTheChain() {
      StateStore store = store();
      ConcurrentCalls.call(
          WRITERS,
          writer -> {
            for (int i = 0; i < EACH; i++) {
              saveOver(store, "writer " + writer, decision("flights", writer * EACH + i));
            }
            return writer;
          });

      assertThat(store.load(KEY).map(Snapshot::version))
          .as("every save that was granted counts")
          .contains((long) WRITERS * EACH);
      assertChain(store.history("flights", 0), WRITERS * EACH);
    }

    @Test
    void ofDifferentKeysShareOneChainWithoutAGap() {
      StateStore store = store();

      ConcurrentCalls.call(
          WRITERS, n -> store.saveIfUnchanged("key/" + n, 0, "{}", List.of(decision("shared", n))));

      assertChain(store.history("shared", 0), WRITERS);
    }

    private void saveOver(StateStore store, String body, Decision decision) {
      for (int refusals = 0; refusals < WRITERS * EACH; refusals++) {
        long version = store.load(KEY).map(Snapshot::version).orElse(0L);
        if (store.saveIfUnchanged(KEY, version, body, List.of(decision))) {
          return;
        }
      }
      throw new AssertionError(
          "a save is refused only when another process has saved since: accept the others");
    }
  }

  /** The decisions of a retraining, in order, each with the hash of the one before. */
  @Nested
  class Chains {

    @Test
    void keepDecisionsAsTheyWereInTheirOrder() {
      store().saveIfUnchanged(KEY, 0, "{}", decisions("flights", 1, 3));
      store().saveIfUnchanged(KEY, 1, "{}", decisions("flights", 4, 5));

      assertThat(store().history("flights", 0))
          .as("decisions are kept as they were, in the order they were appended")
          .extracting(LogEntry::decision)
          .containsExactlyElementsOf(decisions("flights", 1, 5));
      assertChain(store().history("flights", 0), 5);
    }

    @Test
    void areGivenFromASequenceOn() {
      store().saveIfUnchanged(KEY, 0, "{}", decisions("flights", 1, 5));

      assertThat(store().history("flights", 3))
          .as("history after 3 starts with 4")
          .extracting(LogEntry::sequence)
          .containsExactly(4L, 5L);
      assertThat(store().history("flights", 99)).isEmpty();
    }

    @Test
    void areOnePerRetraining() {
      List<Decision> mixed =
          List.of(decision("a", 1), decision("b", 1), decision("a", 2), decision("b", 2));

      store().saveIfUnchanged(KEY, 0, "{}", mixed);

      assertChain(store().history("a", 0), 2);
      assertChain(store().history("b", 0), 2);
      assertThat(store().history("a", 0).get(0).hash())
          .isNotEqualTo(store().history("b", 0).get(0).hash());
    }
  }

  /** What was saved is there after the store is opened again. */
  @Nested
  class Durability {

    @Test
    void keepsEverythingAfterReopening() {
      store().saveIfUnchanged(KEY, 0, "{}", decisions("flights", 1, 2));
      store().close();

      StateStore again = another();

      assertThat(again.load(KEY)).contains(new Snapshot(1, "{}"));
      assertThat(again.saveIfUnchanged(KEY, 1, "{}", decisions("flights", 3, 3))).isTrue();
      assertChain(again.history("flights", 0), 3);
    }

    @Test
    void showsTwoStoresOfOnePlaceTheSame() {
      StateStore one = store();
      StateStore other = another();

      one.saveIfUnchanged(KEY, 0, "by one", decisions("flights", 1, 1));

      assertThat(other.load(KEY)).contains(new Snapshot(1, "by one"));
      assertThat(other.saveIfUnchanged(KEY, 0, "by other", decisions("flights", 2, 2)))
          .as("the second process must see that the first has saved")
          .isFalse();
      assertThat(other.saveIfUnchanged(KEY, 1, "by other", decisions("flights", 2, 2))).isTrue();
      assertChain(one.history("flights", 0), 2);
    }
  }

  private static void assertChain(List<LogEntry> entries, int length) {
    assertThat(entries).as("no decision is lost and none is there twice").hasSize(length);
    String before = LogEntry.NO_HASH;
    for (int i = 0; i < length; i++) {
      LogEntry entry = entries.get(i);
      assertThat(entry.sequence()).as("sequences count from 1 without a gap").isEqualTo(i + 1L);
      assertThat(entry.previousHash())
          .as("entry %s carries the hash of the entry before", i + 1)
          .isEqualTo(before);
      assertThat(entry.intact())
          .as("the hash of entry %s is that of its content: use LogEntry.of", i + 1)
          .isTrue();
      before = entry.hash();
    }
  }
}
