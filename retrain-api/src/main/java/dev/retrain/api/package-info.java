/**
 * What applications write, pass and receive. An application needs about twenty types, met in this
 * order:
 *
 * <ol>
 *   <li>{@link dev.retrain.api.pipeline.Pipeline} is what runs: an immutable, validated graph of
 *       steps.
 *   <li>{@link dev.retrain.api.pipeline.Step} is a container task; {@link
 *       dev.retrain.api.pipeline.StandardSteps} are those that need no image of your own.
 *   <li>{@link dev.retrain.api.pipeline.Artifact} is what a step writes and others read; edges
 *       follow from it.
 *   <li>{@link dev.retrain.api.pipeline.Resources} is what a step needs, without naming a cloud.
 *   <li>{@link dev.retrain.api.pipeline.Condition} is the gate: which metrics a model must reach to
 *       be registered, joined by and and or.
 *   <li>{@link dev.retrain.api.metric.Metric}, {@link dev.retrain.api.metric.Margin}, {@link
 *       dev.retrain.api.metric.Percent} and {@link dev.retrain.api.metric.Fraction} keep names,
 *       absolute and relative differences, and shares apart.
 *   <li>{@link dev.retrain.api.retraining.Retraining} is one model's policy: pipeline, triggers,
 *       guards, evaluator, rollout and target.
 *   <li>{@link dev.retrain.api.retraining.Trigger} decides whether the model deserves retraining,
 *       and returns a {@link dev.retrain.api.retraining.Signal}.
 *   <li>{@link dev.retrain.api.retraining.RetrainMode} is how much is trained when it fires.
 *   <li>{@link dev.retrain.api.source.MetricSource}, {@link dev.retrain.api.source.DataWindows} and
 *       {@link dev.retrain.api.source.FlagSource} are where triggers read from.
 *   <li>{@link dev.retrain.api.source.Feedback} takes the application's predictions and outcomes.
 *   <li>{@link dev.retrain.api.evaluation.Evaluator} judges a challenger against the champion and
 *       returns a {@link dev.retrain.api.evaluation.Verdict}.
 *   <li>{@link dev.retrain.api.rollout.Rollout} is how a promoted version reaches users, with its
 *       {@link dev.retrain.api.rollout.RollbackRule}s; {@link dev.retrain.api.rollout.Target} is
 *       where.
 *   <li>{@link dev.retrain.api.document.Settings} define where a backend runs pipelines.
 *   <li>{@link dev.retrain.api.registry.ModelVersion} and {@link
 *       dev.retrain.api.retraining.Decision} are what comes back.
 *   <li>{@link dev.retrain.api.error.RetrainException} is the root of everything thrown.
 * </ol>
 *
 * <p>One example; {@code Retrainer} is the loop in {@code retrain-runtime}:
 *
 * <pre>{@code
 * Artifact<Dataset> train = Artifact.dataset("train"), holdout = Artifact.dataset("holdout");
 * Artifact<Model> model = Artifact.model("model");
 * Artifact<Metrics> metrics = Artifact.metrics("metrics");
 *
 * Pipeline pipeline = Pipeline.named("flights")
 *     .step(Step.process("prepare", IMAGE).command("prepare").writes(train, holdout))
 *     .step(Step.train("train", IMAGE).command("train").reads(train).writes(model))
 *     .step(Step.evaluate("evaluate", IMAGE).command("evaluate")
 *         .reads(holdout, model, Artifact.champion()).writes(metrics))
 *     .when(metrics, atLeast("auc", 0.6), approved -> approved.register("flights", model))
 *     .build();
 *
 * Retraining flights = Retraining.of(pipeline)
 *     .tags(owner("risk"), environment("prod"))
 *     .when(cron("0 3 * * *"), RetrainMode.BATCH)
 *     .rollout(canary(percent(5)).observe(Duration.ofMinutes(30))
 *         .rollbackIf(drop("accuracy", relative(0.05)), p95Above(Duration.ofMillis(100))))
 *     .to(Target.endpoint("flights-prod"))
 *     .build();
 *
 * try (Retrainer retrainer = Retrainer.on("local", Settings.read(Path.of("local.yaml")))
 *     .store(JdbcStore.embedded(Path.of("retrain-state"))).add(flights).start()) {
 *   retrainer.awaitShutdown();
 * }
 * }</pre>
 *
 * <p>Nothing here depends on {@code dev.retrain.spi}, which is for authors of backends, deployers,
 * registries and stores.
 */
@NullMarked
package dev.retrain.api;

import org.jspecify.annotations.NullMarked;
