package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.retrain.spi.state.Leases;
import dev.retrain.spi.state.Leases.Lease;
import dev.retrain.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What leases must do: at any time at most one holder, no right that lasts beyond its end, and a
 * token by which a late writer is recognised. Extend it and implement how leases are created.
 */
@ExtendWith(CaseCount.class)
public abstract class LeasesTck {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final SettableClock clock = SettableClock.at("2001-02-03T00:00:00Z");
  private @Nullable Leases leases;

  /**
   * Returns leases of a place that expire by a clock.
   *
   * @param place an empty folder, kept for one case
   */
  protected abstract Leases leases(Path place, Clock time);

  @BeforeEach
  final void open(@TempDir Path temporary) {
    leases = leases(temporary, clock);
  }

  private Optional<Lease> acquire(String name) {
    if (leases == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    return leases.acquire(name, MINUTE);
  }

  private Lease taken(String name) {
    return acquire(name)
        .orElseThrow(() -> new AssertionError("a free lease must be granted: " + name));
  }

  @Test
  void areGrantedToTheFirst() {
    Lease lease = taken("tick");

    assertThat(lease.name()).isEqualTo("tick");
    assertThat(lease.expires())
        .as("a lease ends its length after now, by the clock that was handed in")
        .isEqualTo(clock.instant().plus(MINUTE));
  }

  @Test
  void areRefusedWhileTheyAreHeld() {
    taken("tick");
    clock.advance(MINUTE.minusMillis(1));

    assertThat(acquire("tick")).as("until its end a lease has one holder").isEmpty();
  }

  @Test
  void endByThemselves() {
    taken("tick");
    clock.advance(MINUTE);

    assertThat(acquire("tick"))
        .as("a lease that was not renewed is free at its end: a dead node's work goes on")
        .isPresent();
  }

  @Test
  void areFreeAgainWhenReleased() {
    taken("tick").close();

    assertThat(acquire("tick")).as("close gives a lease back").isPresent();
  }

  @Test
  void ofDifferentNamesAreIndependent() {
    taken("tick");

    assertThat(acquire("Tick")).isPresent();
    assertThat(acquire("tick2")).isPresent();
  }

  @Test
  void lastLongerWhenRenewed() {
    Lease lease = taken("tick");
    clock.advance(MINUTE.minusMillis(1));

    assertThat(lease.renew(MINUTE)).isTrue();
    assertThat(lease.expires()).isEqualTo(clock.instant().plus(MINUTE));
    clock.advance(MINUTE.minusMillis(1));

    assertThat(acquire("tick")).as("a renewed lease lasts until its new end").isEmpty();
  }

  @Test
  void areNotRenewedOnceAnotherHolderHasThem() {
    Lease late = taken("tick");
    clock.advance(MINUTE);
    taken("tick");

    assertThat(late.renew(MINUTE)).as("a lost lease cannot be renewed").isFalse();
    assertThat(acquire("tick")).as("and the new holder keeps it").isEmpty();
  }

  @Test
  void areNotTakenFromASuccessorByALateClose() {
    Lease late = taken("tick");
    clock.advance(MINUTE);
    taken("tick");

    late.close();

    assertThat(acquire("tick"))
        .as("closing a lost lease must not free the one that followed: compare the token")
        .isEmpty();
  }

  @Test
  void areClosedTwiceWithoutHarm() {
    Lease lease = taken("tick");
    lease.close();
    taken("tick");

    assertThatCode(lease::close).doesNotThrowAnyException();
    assertThat(acquire("tick")).isEmpty();
  }

  @Test
  void giveEachHolderALargerToken() {
    Lease first = taken("tick");
    first.close();
    Lease second = taken("tick");
    clock.advance(MINUTE);
    Lease third = taken("tick");

    assertThat(second.fencingToken())
        .as("a token grows with each holder, also after a lease was given back")
        .isGreaterThan(first.fencingToken());
    assertThat(third.fencingToken()).isGreaterThan(second.fencingToken());
  }

  @Test
  void keepTheTokenWhenRenewed() {
    Lease lease = taken("tick");
    long token = lease.fencingToken();
    lease.renew(MINUTE);

    assertThat(lease.fencingToken()).as("a renewal is no new holder").isEqualTo(token);
  }

  @Test
  void areGrantedToOneOfMany() {
    List<Optional<Lease>> granted = ConcurrentCalls.call(8, number -> acquire("tick"));

    assertThat(granted.stream().filter(Optional::isPresent))
        .as("of many callers at the same time exactly one gets the lease")
        .hasSize(1);
  }

  @Test
  void areTakenOverByOneOfMany() {
    taken("tick");
    clock.advance(MINUTE);

    List<Optional<Lease>> granted = ConcurrentCalls.call(8, number -> acquire("tick"));

    assertThat(granted.stream().filter(Optional::isPresent))
        .as("of many who take over an ended lease exactly one succeeds")
        .hasSize(1);
  }
}
