package dev.retrain.backend.azure.definition;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.backend.azure.settings.AzureSettings;
import dev.retrain.translation.MachineType;
import dev.retrain.translation.MachineTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses machine sizes: the step's hint {@code instanceType}, else the first that is enough. The
 * built-in list holds the sizes with local disks that Azure Machine Learning supports, with cores,
 * GiB of memory and of local disk as published (virtual machine sizes, read 2026-11), the cheaper
 * first.
 */
final class MachineSizes {

  static final String SIZE_HINT = "instanceType";
  static final String COMPUTE_HINT = "compute";
  static final String SHARED_MEMORY_HINT = "shmSize";

  private static final List<MachineType> BUILT_IN = builtIn();

  private final AzureSettings settings;
  private final MachineTypes offered;

  MachineSizes(AzureSettings settings) {
    this.settings = settings;
    this.offered = new MachineTypes(settings.machines().isEmpty() ? BUILT_IN : settings.machines());
  }

  MachineTypes offered() {
    return offered;
  }

  /** Returns the size of a step's machines; empty when none is enough. */
  Optional<String> size(Execution execution) {
    return hint(execution, SIZE_HINT)
        .or(() -> offered.firstFor(execution.resources()).map(MachineType::name));
  }

  /** Returns the cluster a step runs on; empty for serverless compute. */
  Optional<String> cluster(Execution execution) {
    return hint(execution, COMPUTE_HINT)
        .or(() -> size(execution).map(settings.clusters()::get))
        .or(settings::compute);
  }

  static Optional<String> hint(Execution execution, String key) {
    return Optional.ofNullable(execution.hints(AzureTranslator.NAME).get(key));
  }

  private static List<MachineType> builtIn() {
    List<MachineType> all = new ArrayList<>();
    all.add(MachineType.of("Standard_D2ds_v4", 2, 8).withDisk(75));
    all.add(MachineType.of("Standard_E2ds_v4", 2, 16).withDisk(75));
    all.add(MachineType.of("Standard_D4ds_v4", 4, 16).withDisk(150));
    all.add(MachineType.of("Standard_E4ds_v4", 4, 32).withDisk(150));
    all.add(MachineType.of("Standard_D8ds_v4", 8, 32).withDisk(300));
    all.add(MachineType.of("Standard_E8ds_v4", 8, 64).withDisk(300));
    all.add(MachineType.of("Standard_D16ds_v4", 16, 64).withDisk(600));
    all.add(MachineType.of("Standard_E16ds_v4", 16, 128).withDisk(600));
    all.add(MachineType.of("Standard_D32ds_v4", 32, 128).withDisk(1200));
    all.add(MachineType.of("Standard_E32ds_v4", 32, 256).withDisk(1200));
    all.add(MachineType.of("Standard_D64ds_v4", 64, 256).withDisk(2400));
    all.add(MachineType.of("Standard_E48ds_v4", 48, 384).withDisk(1800));
    all.add(MachineType.of("Standard_E64ds_v4", 64, 504).withDisk(2400));
    all.add(MachineType.of("Standard_NC4as_T4_v3", 4, 28).withDisk(180).withGpus(1, "nvidia-t4"));
    all.add(MachineType.of("Standard_NC8as_T4_v3", 8, 56).withDisk(360).withGpus(1, "nvidia-t4"));
    all.add(
        MachineType.of("Standard_NC16as_T4_v3", 16, 110).withDisk(360).withGpus(1, "nvidia-t4"));
    all.add(
        MachineType.of("Standard_NC64as_T4_v3", 64, 440).withDisk(2880).withGpus(4, "nvidia-t4"));
    all.add(
        MachineType.of("Standard_NV36ads_A10_v5", 36, 440)
            .withDisk(1440)
            .withGpus(1, "nvidia-a10"));
    all.add(MachineType.of("Standard_NC6s_v3", 6, 112).withDisk(736).withGpus(1, "nvidia-v100"));
    all.add(MachineType.of("Standard_NC12s_v3", 12, 224).withDisk(1474).withGpus(2, "nvidia-v100"));
    all.add(MachineType.of("Standard_NC24s_v3", 24, 448).withDisk(2948).withGpus(4, "nvidia-v100"));
    all.add(
        MachineType.of("Standard_ND96asr_v4", 96, 900).withDisk(6000).withGpus(8, "nvidia-a100"));
    all.add(
        MachineType.of("Standard_NC24ads_A100_v4", 24, 220)
            .withDisk(960)
            .withGpus(1, "nvidia-a100-80gb"));
    all.add(
        MachineType.of("Standard_NC48ads_A100_v4", 48, 440)
            .withDisk(1920)
            .withGpus(2, "nvidia-a100-80gb"));
    all.add(
        MachineType.of("Standard_NC96ads_A100_v4", 96, 880)
            .withDisk(3840)
            .withGpus(4, "nvidia-a100-80gb"));
    all.add(
        MachineType.of("Standard_NC40ads_H100_v5", 40, 320)
            .withDisk(3576)
            .withGpus(1, "nvidia-h100"));
    all.add(
        MachineType.of("Standard_NC80adis_H100_v5", 80, 640)
            .withDisk(7152)
            .withGpus(2, "nvidia-h100"));
    all.add(
        MachineType.of("Standard_ND96isr_H100_v5", 96, 1900)
            .withDisk(28_000)
            .withGpus(8, "nvidia-h100"));
    return List.copyOf(all);
  }
}
