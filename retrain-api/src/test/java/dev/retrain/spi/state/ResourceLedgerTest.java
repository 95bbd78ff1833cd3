package dev.retrain.spi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.retraining.Decision;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.state.CreatedResource.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResourceLedgerTest {

  private static final Instant NOON = Instant.parse("2001-01-01T12:00:00Z");
  private static final CreatedResource RUN =
      new CreatedResource(
          Kind.RUN, "local", "delays-1", "delays", NOON, Map.of("Environment", "dev"), "");

  /** States in memory; some saves are lost to another process. */
  private static final class States implements StateStore {
    private final Map<String, Snapshot> states = new HashMap<>();
    private int lost;

    States(int lost) {
      this.lost = lost;
    }

    @Override
    public Optional<Snapshot> load(String key) {
      return Optional.ofNullable(states.get(key));
    }

    @Override
    public boolean saveIfUnchanged(
        String key, long expectedVersion, String body, List<Decision> decisions) {
      if (lost-- > 0) {
        return false;
      }
      states.put(key, new Snapshot(expectedVersion + 1, body));
      return true;
    }

    @Override
    public List<String> keys(String prefix) {
      return states.keySet().stream().filter(key -> key.startsWith(prefix)).sorted().toList();
    }

    @Override
    public List<LogEntry> history(String retraining, long afterSequence) {
      return List.of();
    }

    @Override
    public void close() {}
  }

  static Stream<ResourceLedger> ledgers() {
    return Stream.of(ResourceLedger.in(new States(3)), ResourceLedger.inProcess());
  }

  @ParameterizedTest
  @MethodSource("ledgers")
  void holdsWhatWasAddedAndNotRemoved(ResourceLedger ledger) {
    CreatedResource schedule =
        new CreatedResource(Kind.SCHEDULE, "local", "nightly", "delays", NOON, Map.of(), "");
    ledger.add(RUN);
    ledger.add(schedule);
    ledger.add(new CreatedResource(Kind.RUN, "local", "x", "other", NOON, Map.of(), ""));

    ledger.remove(schedule);
    ledger.remove(schedule);

    assertThat(ledger.of("delays")).containsExactly(RUN);
    assertThat(ledger.of("none")).isEmpty();
    assertThat(ledger.models()).contains("delays", "other");
  }

  @ParameterizedTest
  @MethodSource("ledgers")
  void aResourceThatIsRecordedAgainKeepsItsTime(ResourceLedger ledger) {
    ledger.add(RUN);

    ledger.add(
        new CreatedResource(
            Kind.RUN, "local", "delays-1", "delays", NOON.plusSeconds(60), Map.of(), "later"));

    assertThat(ledger.of("delays")).containsExactly(RUN);
  }

  @ParameterizedTest
  @MethodSource("ledgers")
  void anEntryIsReplacedAsAWhole(ResourceLedger ledger) {
    ledger.put(RUN);
    ledger.put(RUN.withDetail("ending"));

    assertThat(ledger.of("delays")).containsExactly(RUN.withDetail("ending"));
  }

  @Test
  void aStoreThatOthersChangeAllTheTimeIsAPassingFailure() {
    ResourceLedger ledger = ResourceLedger.in(new States(1_000));

    assertThatThrownBy(() -> ledger.add(RUN))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("the model delays");
  }

  @Test
  void onlyTaggedResourcesOutsideProductionOutliveTheirTime() {
    Duration hours = Duration.ofHours(8);
    Instant later = NOON.plus(hours).plusSeconds(1);

    assertThat(RUN.hasOutlived(hours, later)).isTrue();
    assertThat(RUN.hasOutlived(hours, NOON.plus(hours))).isFalse();
    for (Map<String, String> tags :
        List.of(
            Map.<String, String>of(),
            Map.of("Environment", " "),
            Map.of("Environment", "Production"),
            Map.of("Environment", "prod"))) {
      CreatedResource other =
          new CreatedResource(Kind.RUN, "local", "delays-1", "delays", NOON, tags, "");
      assertThat(other.hasOutlived(hours, later)).as("%s", tags).isFalse();
    }
    assertThat(RUN).hasToString("run delays-1");
  }

  @Test
  void aContextWithoutALedgerHasOneOfItsProcess() {
    Clock clock = Clock.systemUTC();
    ResourceLedger given = ResourceLedger.inProcess();

    assertThat(BackendContext.of(clock, Leases.inProcess(clock), given).ledger()).isSameAs(given);
    assertThat(BackendContext.of(clock, Leases.inProcess(clock)).ledger().models()).isEmpty();
  }
}
