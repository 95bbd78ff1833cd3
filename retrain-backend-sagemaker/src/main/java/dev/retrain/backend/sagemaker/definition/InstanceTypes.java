package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.backend.sagemaker.settings.SageMakerSettings;
import dev.retrain.spi.backend.MachineType;
import dev.retrain.spi.backend.MachineTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses instances: the step's hint {@code instanceType}, else the first that is enough. The
 * built-in list holds sizes and the order of on-demand prices as published for us-east-1 (read
 * 2026-11).
 */
final class InstanceTypes {

  static final String HINT = "instanceType";

  /** Not among the instance types of processing jobs (API model of 2025). */
  private static final Set<String> TRAINING_ONLY =
      Set.of("ml.p4d.24xlarge", "ml.p4de.24xlarge", "ml.p5.48xlarge");

  private static final List<MachineType> BUILT_IN = builtIn();

  private final MachineTypes training;
  private final MachineTypes processing;
  private final Optional<String> fallback;

  InstanceTypes(SageMakerSettings settings) {
    List<MachineType> all = settings.machines().isEmpty() ? BUILT_IN : settings.machines();
    this.training = new MachineTypes(all);
    this.processing =
        new MachineTypes(
            all.stream().filter(type -> !TRAINING_ONLY.contains(type.name())).toList());
    this.fallback = settings.defaultMachine();
  }

  /** The instance of a step; empty when none is enough. */
  Optional<String> of(Execution execution, boolean forTraining) {
    Optional<String> hint =
        Optional.ofNullable(execution.hints(SageMakerTranslator.NAME).get(HINT));
    return hint.or(() -> of(execution.resources(), forTraining));
  }

  /** The instance for resources; empty when none is enough. */
  Optional<String> of(Resources needs, boolean forTraining) {
    boolean asksForNothing =
        needs.cpus().isEmpty() && needs.memoryMiB().isEmpty() && needs.gpus().isEmpty();
    if (asksForNothing && fallback.isPresent()) {
      return fallback;
    }
    return offered(forTraining).firstFor(needs).map(MachineType::name);
  }

  MachineTypes offered(boolean forTraining) {
    return forTraining ? training : processing;
  }

  private static List<MachineType> builtIn() {
    List<MachineType> all = new ArrayList<>();
    all.add(MachineType.of("ml.m5.large", 2, 8));
    all.add(MachineType.of("ml.r5.large", 2, 16));
    all.add(MachineType.of("ml.c5.xlarge", 4, 8));
    all.add(MachineType.of("ml.m5.xlarge", 4, 16));
    all.add(MachineType.of("ml.r5.xlarge", 4, 32));
    all.add(MachineType.of("ml.c5.2xlarge", 8, 16));
    all.add(MachineType.of("ml.m5.2xlarge", 8, 32));
    all.add(MachineType.of("ml.r5.2xlarge", 8, 64));
    all.add(MachineType.of("ml.c5.4xlarge", 16, 32));
    all.add(MachineType.of("ml.m5.4xlarge", 16, 64));
    all.add(MachineType.of("ml.r5.4xlarge", 16, 128));
    all.add(MachineType.of("ml.c5.9xlarge", 36, 72));
    all.add(MachineType.of("ml.r5.8xlarge", 32, 256));
    all.add(MachineType.of("ml.m5.12xlarge", 48, 192));
    all.add(MachineType.of("ml.c5.18xlarge", 72, 144));
    all.add(MachineType.of("ml.r5.12xlarge", 48, 384));
    all.add(MachineType.of("ml.r5.16xlarge", 64, 512));
    all.add(MachineType.of("ml.m5.24xlarge", 96, 384));
    all.add(MachineType.of("ml.r5.24xlarge", 96, 768));
    addAccelerated(all, "ml.g4dn", "nvidia-t4");
    addAccelerated(all, "ml.g6", "nvidia-l4");
    addAccelerated(all, "ml.g5", "nvidia-a10g");
    all.add(MachineType.of("ml.p3.2xlarge", 8, 61).withGpus(1, "nvidia-v100"));
    all.add(MachineType.of("ml.p3.8xlarge", 32, 244).withGpus(4, "nvidia-v100"));
    all.add(MachineType.of("ml.p3.16xlarge", 64, 488).withGpus(8, "nvidia-v100"));
    all.add(MachineType.of("ml.p4d.24xlarge", 96, 1152).withGpus(8, "nvidia-a100"));
    all.add(MachineType.of("ml.p4de.24xlarge", 96, 1152).withGpus(8, "nvidia-a100-80gb"));
    all.add(MachineType.of("ml.p5.4xlarge", 16, 256).withGpus(1, "nvidia-h100"));
    all.add(MachineType.of("ml.p5.48xlarge", 192, 2048).withGpus(8, "nvidia-h100"));
    return List.copyOf(all);
  }

  private static void addAccelerated(List<MachineType> all, String family, String model) {
    all.add(MachineType.of(family + ".xlarge", 4, 16).withGpus(1, model));
    all.add(MachineType.of(family + ".2xlarge", 8, 32).withGpus(1, model));
    all.add(MachineType.of(family + ".4xlarge", 16, 64).withGpus(1, model));
    all.add(MachineType.of(family + ".8xlarge", 32, 128).withGpus(1, model));
    all.add(MachineType.of(family + ".12xlarge", 48, 192).withGpus(4, model));
    all.add(MachineType.of(family + ".16xlarge", 64, 256).withGpus(1, model));
    if (!family.equals("ml.g4dn")) {
      all.add(MachineType.of(family + ".24xlarge", 96, 384).withGpus(4, model));
      all.add(MachineType.of(family + ".48xlarge", 192, 768).withGpus(8, model));
    }
  }
}
