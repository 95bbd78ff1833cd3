package dev.retrain.backend.kubeflow;

import static dev.retrain.spi.backend.Support.emulated;
import static dev.retrain.spi.backend.Support.natively;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.kfp.KfpCapabilities;
import dev.retrain.kfp.KfpService;
import dev.retrain.kfp.KfpServiceProfile;
import dev.retrain.kfp.MarkerRules;
import dev.retrain.kfp.ServiceDialect;
import dev.retrain.kfp.Translation;
import dev.retrain.kfp.ir.SpecText;
import dev.retrain.kfp.ir.SpecTree;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Open-source KFP as a reader of definitions. */
record KubeflowService(KubeflowSettings settings) implements KfpService {

  static final String FILE = "kubeflow/pipeline.yaml";

  /**
   * A workflow must fit into etcd (1.5 MB by default), and holds the definition in a longer form
   * (kubeflow/pipelines issue 13738).
   */
  private static final int MAX_BYTES = 1_000_000;

  @Override
  public KfpServiceProfile profile() {
    return new KfpServiceProfile(
        KubeflowTranslatorProvider.NAME,
        capabilities(),
        settings.place(),
        MarkerRules.KUBEFLOW,
        MAX_BYTES,
        settings.serviceAccount(),
        settings.machines());
  }

  private static Capabilities capabilities() {
    Map<Capability, Support> map = KfpCapabilities.map();
    map.put(Capability.CPU_MEMORY, natively("requests and limits of the pod"));
    map.put(Capability.GPU, natively("devices of the pod; settings.gpus names nodes with a model"));
    map.put(Capability.SPOT, emulated("nodes of settings.spot; any node where it is not set"));
    map.put(Capability.DISK, emulated("the node's own disk, not reserved"));
    map.put(Capability.TIMEOUT, natively("deadline of the pod, for each attempt"));
    map.put(Capability.SECRETS, natively("Kubernetes secrets as environment"));
    map.put(Capability.IDENTITY, natively("service account of the run"));
    map.put(Capability.TAGS, natively("annotations of the pods"));
    return Capabilities.ofTranslator(map);
  }

  @Override
  public ServiceDialect dialect(Pipeline pipeline) {
    return new KubeflowDialect(settings, pipeline.tags());
  }

  @Override
  public List<Problem> problems(Pipeline pipeline) {
    return KubeflowLimits.problems(pipeline, settings);
  }

  @Override
  public Map<String, String> resources(Execution execution) {
    return KubeflowDialect.describe(settings, execution);
  }

  @Override
  public Map<String, String> runTags(Map<String, String> tags) {
    return KubeflowNames.annotations(KubeflowNames.RUN_TAGS.of(tags));
  }

  @Override
  public NativeDefinition write(Pipeline pipeline, Translation translation) {
    List<SortedMap<String, Object>> documents = new ArrayList<>();
    documents.add(SpecTree.of(translation.spec()));
    if (!translation.kubernetes().isEmpty()) {
      documents.add(SpecTree.of(translation.kubernetes()));
    }
    return new NativeDefinition(Map.of(FILE, SpecText.yaml(documents)));
  }
}
