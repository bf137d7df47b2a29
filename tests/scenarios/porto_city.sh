#!/bin/sh
# Makes Porto a city of 640 grids from published roads and population, checks it and finds a place.
#
#   porto_city.sh GRIDHALL DATA STORE [options of grids make]
#
# GRIDHALL is the program, DATA the folder of the real test data, STORE the file to be made.
set -eu
gridhall=$1 data=$2 store=$3
shift 3

"$gridhall" init --without-users "$store"
"$gridhall" import roads "$data/roads/porto_r5.osm.pbf" --store "$store"
"$gridhall" import population "$data/population/porto_ghsl_pop2015_grid.csv.gz" --store "$store"
"$gridhall" grids make --hull-of population --count 640 --store "$store" "$@"
"$gridhall" check --store "$store"
# The town hall must lie in a grid.
echo "-8.6107,41.1499" | "$gridhall" locate --store "$store" | grep -E '^[0-9]{15},'
