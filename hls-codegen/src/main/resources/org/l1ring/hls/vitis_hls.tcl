# vitis_hls -f vitis_hls.tcl            all of it
# vitis_hls -f vitis_hls.tcl "cosim=0"  a part: csim, synth, cosim, export
#
# Nothing here was run by us: initiation interval and latency are what the tool reports, not what
# the pragmas ask for.
set top @TOP@
set part @PART@
set period @PERIOD@

array set opt {csim 1 synth 1 cosim 1 export 1}
foreach arg $::argv {
    foreach {all name value} [regexp -all -inline {(\w+)=(\d)} $arg] {
        set opt($name) $value
    }
}

open_project -reset ${top}_prj
set_top $top
if {[file exists firmware/$top.cpp]} {
    add_files firmware/$top.cpp -cflags "-std=c++11"
} else {
    # A circuit is one function in a header; a source file of one line makes it a unit.
    set unit [open firmware/${top}_unit.cpp w]
    puts $unit "#include \"$top.h\""
    close $unit
    add_files firmware/${top}_unit.cpp -cflags "-std=c++11"
}
add_files -tb hls_test.cpp -cflags "-std=c++11"
if {[file exists vectors.txt]} {
    add_files -tb vectors.txt
}
open_solution -reset solution1
set_part $part
create_clock -period $period -name default

if {$opt(csim)} {
    csim_design -argv "vectors.txt"
}
if {$opt(synth)} {
    csynth_design
}
if {$opt(cosim)} {
    cosim_design -argv "vectors.txt"
}
if {$opt(export)} {
    export_design -format ip_catalog
}
exit
