package dev.retrain.testkit.tck;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Settings;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.state.Leases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What runs in a process that is to be killed: submits one run and waits for its end, unless it
 * reaches the reading of the clock at which it stops. Prints in one line which of the two it was.
 */
final class SubmittingProcess {

  static final String ENDED = "ended";
  private static final String STOPPED = "stopped";
  private static final Duration LONG = Duration.ofMinutes(5);

  private SubmittingProcess() {}

  /** Backend, settings file, settings folder, scratch folder, attempt, reading; 0 for none. */
  public static void main(String[] arguments) {
    ClassLoader loader = SubmittingProcess.class.getClassLoader();
    BackendProvider provider = Backends.provider(arguments[0], loader);
    Settings settings =
        new Settings(Documents.read(Path.of(arguments[1])), Path.of(arguments[2]), arguments[1]);
    Clock clock = new StandingClock(Integer.parseInt(arguments[5]));
    BackendContext context = BackendContext.of(clock, Leases.inProcess(Clock.systemUTC()));
    try (BackendFixture fixture =
        new BackendFixture(() -> provider.create(settings, context), Path.of(arguments[3]), LONG)) {
      Backend backend = fixture.backend();
      fixture.run(
          fixture.submission(CrashTck.pipeline(backend), Integer.parseInt(arguments[4]), Map.of()));
      System.out.println(ENDED);
    }
  }

  /** Shows the time until a reading, which never comes back, nor does any after it. */
  private static final class StandingClock extends Clock {

    private final int last;
    private final AtomicInteger readings = new AtomicInteger();

    StandingClock(int last) {
      this.last = last;
    }

    @Override
    public Instant instant() {
      int reading = readings.incrementAndGet();
      if (last > 0 && reading >= last) {
        if (reading == last) {
          System.out.println(STOPPED);
        }
        standStill();
      }
      return Instant.now();
    }

    private static void standStill() {
      long end = System.nanoTime() + LONG.toNanos();
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(LONG.toNanos());
      }
      Runtime.getRuntime().halt(1); // it was not killed
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
