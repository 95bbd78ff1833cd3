package dev.retrain.benchmarks.endpoint;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * One stream of requests cut into short slices, mirrored and not in turn, so that both see the same
 * machine. The beginning of a slice is left out: what was mirrored before it is still worked off.
 */
final class ShadowSlices implements LoadGenerator.Samples {

  private record Sample(int slice, long nanos) {}

  static final Duration SLICE = Duration.ofMillis(200);
  private static final long LEFT_OUT = SLICE.toNanos() / 5;
  private static final int RESAMPLES = 1_000;
  private static final long SEED = 1;

  private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
  private final LongAdder[] requests = {new LongAdder(), new LongAdder()};
  private final long[] cpuNanos = new long[2];
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private long cpuBefore = system.getProcessCpuTime();

  static boolean isMirrored(int slice) {
    return slice % 2 == 1;
  }

  @Override
  public void add(long dueNanos, long tookNanos) {
    requests[(int) (dueNanos / SLICE.toNanos() % 2)].increment();
    if (dueNanos % SLICE.toNanos() >= LEFT_OUT) {
      samples.add(new Sample((int) (dueNanos / SLICE.toNanos()), tookNanos));
    }
  }

  /** Books the processor time since the slice before. */
  void end(int slice) {
    long now = system.getProcessCpuTime();
    cpuNanos[slice % 2] += now - cpuBefore;
    cpuBefore = now;
  }

  /**
   * Returns how many of the requests in mirrored slices were copied, and how long that took
   * altogether.
   */
  String copies(long copied) {
    return String.format(
        Locale.ROOT,
        "%,d copies of %,d requests (%.0f %%); processor time a request, generator included:"
            + " %.1f us without, %.1f us with",
        copied,
        requests[1].sum(),
        100.0 * copied / requests[1].sum(),
        cpuNanos[0] / 1e3 / requests[0].sum(),
        cpuNanos[1] / 1e3 / requests[1].sum());
  }

  /** Live p95 of both and their ratio, with a 90 % bootstrap interval over neighbouring slices. */
  String describe() {
    int count = samples.stream().mapToInt(Sample::slice).max().orElse(0) / 2;
    List<List<Sample>> pairs =
        IntStream.range(0, count).mapToObj(i -> (List<Sample>) new ArrayList<Sample>()).toList();
    samples.stream()
        .filter(sample -> sample.slice() / 2 < count)
        .forEach(sample -> pairs.get(sample.slice() / 2).add(sample));
    SplittableRandom random = new SplittableRandom(SEED);
    double[] ratios =
        IntStream.range(0, RESAMPLES)
            .mapToDouble(
                i ->
                    ratio(
                        IntStream.range(0, count)
                            .mapToObj(k -> pairs.get(random.nextInt(count)))
                            .toList()))
            .sorted()
            .toArray();
    return String.format(
        Locale.ROOT,
        "live p95 %.3f ms without, %.3f ms with: times %.3f (90 %% interval %.3f to %.3f, %d pairs"
            + " of slices)",
        p95(pairs, false) / 1e6,
        p95(pairs, true) / 1e6,
        ratio(pairs),
        ratios[RESAMPLES / 20],
        ratios[RESAMPLES - 1 - RESAMPLES / 20],
        count);
  }

  private static double ratio(List<List<Sample>> pairs) {
    return p95(pairs, true) / p95(pairs, false);
  }

  private static double p95(List<List<Sample>> pairs, boolean mirrored) {
    long[] nanos =
        pairs.stream()
            .flatMap(List::stream)
            .filter(sample -> isMirrored(sample.slice()) == mirrored)
            .mapToLong(Sample::nanos)
            .toArray();
    Arrays.sort(nanos);
    return nanos[(int) (nanos.length * 0.95)];
  }
}
