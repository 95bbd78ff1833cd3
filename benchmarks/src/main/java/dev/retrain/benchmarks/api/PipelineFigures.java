package dev.retrain.benchmarks.api;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/** How long it takes to build, hash and write a pipeline of 200 steps, once warm. */
public final class PipelineFigures {

  private static final int STEPS = 200;
  private static final int WARM_UP = 300;
  private static final int COUNTED = 300;
  private static final String IMAGE = "acme/step@sha256:" + "a".repeat(64);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private PipelineFigures() {}

  /** Prints the median and the 95th percentile of the counted rounds, in processor time. */
  public static void main(String[] args) {
    long characters = 0;
    double[] millis = new double[COUNTED];
    for (int i = -WARM_UP; i < COUNTED; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      Pipeline pipeline = build();
      characters += pipeline.contentHash().length() + pipeline.toYaml().length();
      if (i >= 0) {
        millis[i] = (THREADS.getCurrentThreadCpuTime() - start) / 1e6;
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%d steps built, hashed and written: median %.2f ms, 95th percentile %.2f ms (%d"
            + " characters)%n",
        STEPS,
        millis[COUNTED / 2],
        millis[COUNTED * 95 / 100],
        characters / (WARM_UP + COUNTED));
  }

  private static Pipeline build() {
    Pipeline.Builder pipeline = Pipeline.named("many");
    for (int i = 0; i < STEPS; i++) {
      Step step =
          Step.process("step-" + i, IMAGE)
              .command("run", "--number", Integer.toString(i))
              .writes(Artifact.dataset("data-" + i));
      pipeline.step(i == 0 ? step : step.reads(Artifact.dataset("data-" + (i - 1) / 2)));
    }
    return pipeline.build();
  }
}
