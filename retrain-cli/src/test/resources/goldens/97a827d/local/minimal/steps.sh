#!/bin/sh
# The three programs of minimal.yaml, by the container contract: a command, then --name value for
# every artifact folder, parameter and hyperparameter file. Standard tools only.
set -eu

command=$1
shift
while [ $# -gt 0 ]; do
  case $1 in
    --train) train=$2 ;;
    --holdout) holdout=$2 ;;
    --model) model=$2 ;;
    --metrics) metrics=$2 ;;
    --rows) rows=$2 ;;
    --hyperparameters) hyperparameters=$2 ;;
    *) echo "unknown flag $1" >&2; exit 2 ;;
  esac
  shift 2
done

# Rows of two features that shift with the label; a Lehmer generator, so that every awk agrees.
rows() { # seed count
  awk -v seed="$1" -v count="$2" '
    function uniform() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
    function bell() { return uniform() + uniform() + uniform() - 1.5 }
    BEGIN {
      print "x1,x2,label"
      for (i = 0; i < count; i++) {
        label = uniform() < 0.4 ? 1 : 0
        printf "%.6f,%.6f,%d\n", bell() + 0.5 * label, bell() - 0.3 * label, label
      }
    }'
}

case $command in
  prepare)
    rows 42 "$rows" > "$train/data.csv"
    rows 4711 "$rows" > "$holdout/data.csv"
    echo "prepared $rows rows for each side"
    ;;
  train)
    echo "hyperparameters: $(tr -d '\n' < "$hyperparameters")"
    awk -F, '
      NR > 1 { n[$3]++; a[$3] += $1; b[$3] += $2 }
      END { printf "%.6f,%.6f\n", a[1] / n[1] - a[0] / n[0], b[1] / n[1] - b[0] / n[0] }
    ' "$train/data.csv" > "$model/weights.csv"
    echo "weights $(cat "$model/weights.csv")"
    ;;
  evaluate)
    weights=$(cat "$model/weights.csv")
    awk -F, -v weights="$weights" '
      BEGIN { split(weights, w, ",") }
      NR > 1 { printf "%.9f %d\n", w[1] * $1 + w[2] * $2, $3 }
    ' "$holdout/data.csv" | LC_ALL=C sort -g | awk '
      { rank++; if ($2 == 1) { positives++; ranks += rank } }
      END {
        negatives = rank - positives
        auc = (ranks - positives * (positives + 1) / 2) / (positives * negatives)
        printf "{\"auc\": %.6f}\n", auc
      }
    ' > "$metrics/metrics.json"
    echo "metrics $(cat "$metrics/metrics.json")"
    ;;
  *)
    echo "unknown command $command" >&2
    exit 2
    ;;
esac
