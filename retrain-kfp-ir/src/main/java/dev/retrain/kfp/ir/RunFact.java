package dev.retrain.kfp.ir;

/**
 * Something only the running service knows. Both services replace these markers in a task's
 * constants as a whole value, and Kubeflow's launcher does not replace them in a container's
 * arguments: so a container gets them through an input.
 */
public enum RunFact implements ParameterSource {
  /** The service's own id of the run. */
  RUN_ID("{{$.pipeline_job_uuid}}"),
  /** The display name of the run. */
  RUN_NAME("{{$.pipeline_job_name}}"),
  /**
   * The name of the run as a resource: a workflow on Kubeflow, {@code
   * projects/.../pipelineJobs/...} on Vertex.
   */
  RUN_RESOURCE("{{$.pipeline_job_resource_name}}");

  private final String placeholder;

  RunFact(String placeholder) {
    this.placeholder = placeholder;
  }

  /** Returns the marker as it stands in the definition. */
  public String placeholder() {
    return placeholder;
  }
}
