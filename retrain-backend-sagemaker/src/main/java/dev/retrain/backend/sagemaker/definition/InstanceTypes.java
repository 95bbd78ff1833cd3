package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.backend.sagemaker.settings.SageMakerSettings;
import dev.retrain.translation.MachineType;
import dev.retrain.translation.MachineTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Chooses instances: the step's hint {@code instanceType}, else the first that is enough. The
 * built-in list holds sizes and the order of on-demand prices as published for us-east-1 (read
 * 2026-11).
 */
final class InstanceTypes {

  static final String HINT = "instanceType";

  /**
   * Families with storage of their own: a job gets that and no volume, so it takes no key for one
   * and no size beyond it (SageMaker API, ResourceConfig and ProcessingClusterConfig; EC2, instance
   * store volumes; read 2026-12).
   */
  private static final Pattern OWN_STORAGE =
      Pattern.compile(
          "ml\\.([a-z]+[0-9]+[a-z]*d[a-z]*|g5|g6|g6e|gr6|g7e|p5|p5e|p5en|p6[a-z0-9-]*|trn1n?|trn2[a-z]*)"
              + "\\..*");

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

  /** Returns the instance of a step; empty when none is enough. */
  Optional<String> of(Execution execution, boolean forTraining) {
    Optional<String> hint =
        Optional.ofNullable(execution.hints(SageMakerTranslator.NAME).get(HINT));
    return hint.or(() -> of(execution.resources(), forTraining));
  }

  /** Returns the instance for resources; empty when none is enough. */
  Optional<String> of(Resources needs, boolean forTraining) {
    boolean asksForNothing =
        needs.cpus().isEmpty() && needs.memoryMiB().isEmpty() && needs.gpus().isEmpty();
    if (asksForNothing && fallback.isPresent()) {
      return fallback;
    }
    return offered(forTraining).firstFor(needs).map(MachineType::name);
  }

  /** Returns whether the jobs of an instance use its own storage and take no volume. */
  boolean hasOwnStorage(String instance) {
    return OWN_STORAGE.matcher(instance).matches() || ownStorageGiB(instance).isPresent();
  }

  /** Returns the size of an instance's own storage; empty when it has none or it is not known. */
  OptionalLong ownStorageGiB(String instance) {
    return training.named(instance).map(MachineType::diskGiB).orElse(OptionalLong.empty());
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
    addAccelerated(all, "ml.g4dn", "nvidia-t4", List.of(125, 225, 225, 900, 900, 900));
    addAccelerated(all, "ml.g6", "nvidia-l4", List.of(250, 450, 600, 900, 3760, 1880, 3760, 7520));
    addAccelerated(
        all, "ml.g5", "nvidia-a10g", List.of(250, 450, 600, 900, 3800, 1900, 3800, 7600));
    all.add(MachineType.of("ml.p3.2xlarge", 8, 61).withGpus(1, "nvidia-v100"));
    all.add(MachineType.of("ml.p3.8xlarge", 32, 244).withGpus(4, "nvidia-v100"));
    all.add(MachineType.of("ml.p3.16xlarge", 64, 488).withGpus(8, "nvidia-v100"));
    all.add(MachineType.of("ml.p4d.24xlarge", 96, 1152).withDisk(8000).withGpus(8, "nvidia-a100"));
    all.add(
        MachineType.of("ml.p4de.24xlarge", 96, 1152)
            .withDisk(8000)
            .withGpus(8, "nvidia-a100-80gb"));
    all.add(MachineType.of("ml.p5.4xlarge", 16, 256).withDisk(3840).withGpus(1, "nvidia-h100"));
    all.add(
        MachineType.of("ml.p5.48xlarge", 192, 2048).withDisk(30_720).withGpus(8, "nvidia-h100"));
    return List.copyOf(all);
  }

  /**
   * Adds a family.
   *
   * @param storage gigabytes of own storage by size; a family with six has no larger ones
   */
  private static void addAccelerated(
      List<MachineType> all, String family, String model, List<Integer> storage) {
    List<MachineType> sizes =
        List.of(
            MachineType.of(family + ".xlarge", 4, 16).withGpus(1, model),
            MachineType.of(family + ".2xlarge", 8, 32).withGpus(1, model),
            MachineType.of(family + ".4xlarge", 16, 64).withGpus(1, model),
            MachineType.of(family + ".8xlarge", 32, 128).withGpus(1, model),
            MachineType.of(family + ".12xlarge", 48, 192).withGpus(4, model),
            MachineType.of(family + ".16xlarge", 64, 256).withGpus(1, model),
            MachineType.of(family + ".24xlarge", 96, 384).withGpus(4, model),
            MachineType.of(family + ".48xlarge", 192, 768).withGpus(8, model));
    for (int i = 0; i < storage.size(); i++) {
      all.add(sizes.get(i).withDisk(storage.get(i)));
    }
  }
}
